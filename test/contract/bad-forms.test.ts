// Forms that are none, and forms that lack what they need: the caller's mistake, in OpenAI's form, at no cost.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { MODEL } from './front-doors.ts';

const BODY_LIMIT = 200_000;
const BOUNDARY = 'twins';
const FORM = `multipart/form-data; boundary=${BOUNDARY}`;
const doors = ['/v1/audio/transcriptions', '/v1/audio/translations', '/v1beta/openai/audio/transcriptions'];

let test: TestGateway;
beforeAll(async () => {
  test = await startTestGateway({ files: { 'pollux.yaml': `server: { body_limit: ${BODY_LIMIT} }\n` } });
  await fetch(`${test.url}/v1/models`);
});
afterAll(() => test.close());

const field = (name: string, value: string): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (content: string, name = 'a.wav', type = 'audio/wav'): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n${content}\r\n`;
const END = `--${BOUNDARY}--\r\n`;
const sound = file('sound');
const whole = field('model', MODEL) + sound;

async function send(path: string, body: string, contentType: string | undefined): Promise<Response> {
  return fetch(test.url + path, {
    method: 'POST',
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: new Uint8Array(Buffer.from(body)),
  });
}

const mistakes: readonly (readonly [string, string, string | undefined, number])[] = [
  ['no body', '', FORM, 400],
  ['no content type', whole + END, undefined, 400],
  ['JSON', '{"model":"m"}', 'application/json', 400],
  ['a form without a boundary', whole + END, 'multipart/form-data', 400],
  ['another boundary', whole + END, 'multipart/form-data; boundary=other', 400],
  ['a form that is cut', whole, FORM, 400],
  ['a part without a header', `--${BOUNDARY}\r\nnothing${END}`, FORM, 400],
  ['headers without an end', `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"${END}`, FORM, 400],
  ['parts by the thousand', field('x', '1').repeat(1000) + whole + END, FORM, 400],
  ['more bytes than allowed', whole + file('x'.repeat(BODY_LIMIT)) + END, FORM, 413],
  ['no model', sound + END, FORM, 400],
  ['an empty model', field('model', '') + sound + END, FORM, 400],
  ['an unknown model', field('model', 'no-such-model') + sound + END, FORM, 404],
  ['no file', field('model', MODEL) + END, FORM, 400],
  ['a file that is a field', field('model', MODEL) + field('file', 'sound') + END, FORM, 400],
  ['an empty file', field('model', MODEL) + file('') + END, FORM, 400],
  [
    'a file of unknown kind',
    field('model', MODEL) + file('x', 'a.bin', 'application/octet-stream') + END,
    FORM,
    400,
  ],
  ['an unknown format', whole + field('response_format', 'midi') + END, FORM, 400],
  ['a temperature in words', whole + field('temperature', 'hot') + END, FORM, 400],
  ['a temperature too high', whole + field('temperature', '7') + END, FORM, 400],
];

describe.each(doors)('%s', (path) => {
  it.each(mistakes)('refuses %s', async (_what, body, contentType, status) => {
    const before = test.simulator.callCount();
    const answer = await send(path, body, contentType);
    expect(answer.status).toBe(status);
    expectErrorForm('openai', status, await answer.text());
    expect(test.simulator.callCount()).toBe(before);
  });

  it('refuses a compressed body', async () => {
    const answer = await fetch(test.url + path, {
      method: 'POST',
      headers: { 'content-type': FORM, 'content-encoding': 'gzip' },
      body: whole + END,
    });
    expect(answer.status).toBe(415);
    expectErrorForm('openai', 415, await answer.text());
  });

  it.each([
    ['a quoted boundary', `multipart/form-data; boundary="${BOUNDARY}"`],
    ['more parameters', `multipart/form-data; charset=utf-8; boundary=${BOUNDARY}`],
    ['capitals', `Multipart/Form-Data; Boundary=${BOUNDARY}`],
  ])('takes a form with %s', async (_what, contentType) => {
    const answer = await send(path, whole + END, contentType);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ text: expect.stringContaining('5 bytes') as string });
  });
});

describe('/v1/audio/transcriptions', () => {
  it('refuses a stream that is neither true nor false', async () => {
    const answer = await send(doors[0] ?? '', whole + field('stream', 'maybe') + END, FORM);
    expect(answer.status).toBe(400);
    expectErrorForm('openai', 400, await answer.text());
  });
});

describe('/v1/moderations without anybody who moderates', () => {
  it.each([
    [{ input: 'x' }, 404],
    [{ input: 'x', model: MODEL }, 400],
    [{ model: MODEL }, 400],
    [{ model: MODEL, input: 5 }, 400],
    [{ model: MODEL, input: [] }, 400],
    [{ model: 5, input: 'x' }, 400],
  ])('%j is refused at no cost', async (body, status) => {
    const before = test.simulator.callCount();
    const answer = await send('/v1/moderations', JSON.stringify(body), 'application/json');
    expect(answer.status).toBe(status);
    expectErrorForm('openai', status, await answer.text());
    expect(test.simulator.callCount()).toBe(before);
  });
});
