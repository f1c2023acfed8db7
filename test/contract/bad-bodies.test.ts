// Bodies that are no request: every door says so in its own form, no provider hears of it, the next request is answered.

import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { frontDoors, type FrontDoor } from './front-doors.ts';

const BODY_LIMIT = 400_000;

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway({ files: { 'pollux.yaml': `server: { body_limit: ${BODY_LIMIT} }\n` } });
  // The model list is fetched once; what follows must cost nothing.
  await fetch(`${test.url}/v1/models`);
});

afterAll(() => test.close());

function post(door: FrontDoor, body: string | Buffer, headers: Record<string, string> = {}) {
  const bytes = new Uint8Array(Buffer.from(body));
  return fetch(test.url + door.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: bytes,
  });
}

const deep = (depth: number): string => `{"model":"m","prompt":${'['.repeat(depth)}${']'.repeat(depth)}}`;

const mistakes: readonly (readonly [string, string | Buffer, number])[] = [
  ['no body', '', 400],
  ['white space', ' \n\t ', 400],
  ['broken JSON', '{"model": "m", "messages": [', 400],
  ['text behind the object', '{"model":"m"} {}', 400],
  ['a text', '"hello"', 400],
  ['a number', '17', 400],
  ['null', 'null', 400],
  ['an array', '[{"model":"m"}]', 400],
  ['a form', 'model=m&prompt=hello', 400],
  ['a NUL byte', '\0', 400],
  ['a raw NUL inside a text', '{"prompt":"a\0b"}', 400],
  ['a lone opening quote', '{"', 400],
  ['a UTF-16 text', Buffer.from('{"prompt":"hello"}', 'utf16le'), 400],
  ['brackets nested 201 deep', deep(201), 400],
  ['brackets nested 100,000 deep', deep(100_000), 400],
  ['brackets opened 300,000 times', '['.repeat(300_000), 400],
  ['more bytes than allowed', `{"prompt":"${'x'.repeat(BODY_LIMIT)}"}`, 413],
];

describe.each(frontDoors)('$path', (door) => {
  it.each(mistakes)('refuses %s', async (_what, body, status) => {
    const before = test.simulator.callCount();
    const answer = await post(door, body);
    expect(answer.status).toBe(status);
    expectErrorForm(door.form, status, await answer.text());
    expect(test.simulator.callCount()).toBe(before);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', (text: string) => Buffer.from(text)],
    ['made-up', (text: string) => Buffer.from(text)],
  ] as const)('refuses a body in %s encoding', async (encoding, compress) => {
    const before = test.simulator.callCount();
    const answer = await post(door, compress(JSON.stringify(door.valid)), { 'content-encoding': encoding });
    expect(answer.status).toBe(415);
    expectErrorForm(door.form, 415, await answer.text());
    expect(test.simulator.callCount()).toBe(before);
  });

  it.each([
    ['application/json; charset=utf-8'],
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['nonsense'],
    [''],
  ])('takes its JSON as content type %j', async (contentType) => {
    const answer = await post(door, JSON.stringify(door.valid), { 'content-type': contentType });
    expect(answer.status).toBe(200);
    await answer.arrayBuffer();
  });

  it('still answers', async () => {
    const answer = await post(door, JSON.stringify(door.valid));
    expect(answer.status).toBe(200);
    expect((await answer.text()).length).toBeGreaterThan(2);
  });
});
