// OpenAI's smaller endpoints go the way of every request: the pool, strictness, the log, and clients that leave.

import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { composeRequest, openSocket } from '../support/raw-http.ts';
import {
  startTestGateway,
  TEST_KEY,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { MODEL } from './front-doors.ts';

const OPENAI_KEY = 'sk-proj-test-00000000000000000000000000000001';
const SECOND_KEY = 'AIzaSyTestKey-0000000000000000000000002';
const IMAGE_MODEL = 'gemini-3.1-flash-image';
const TTS_MODEL = 'gemini-3.8-flash-tts';

let test: TestGateway;
let logs = captureLogs();
afterEach(() => test.close());

async function start(options: TestGatewayOptions = {}): Promise<void> {
  logs = captureLogs();
  test = await startTestGateway({ start: { logger: logs.logger }, ...options });
  await fetch(`${test.url}/v1/models`);
  logs.clear();
}

/** With OpenAI, or a service of one's own, beside Gemini, on the same simulator. */
async function startWith(provider: string): Promise<void> {
  await start({
    simulator: { keys: [TEST_KEY, OPENAI_KEY].map((key) => ({ key, project: key })) },
    files: { 'pollux.yaml': `providers: { ${provider} }\n` },
  });
}
const OPENAI = `openai: { base_url: "\${GEMINI_BASE_URL}/v1", keys: ["${OPENAI_KEY}"] }`;
const MINE = `mine: { type: openai-compatible, base_url: "\${GEMINI_BASE_URL}/mine/v1", keys: ["${OPENAI_KEY}"] }`;

const post = (path: string, body: object): Promise<Response> =>
  fetch(test.url + path, { method: 'POST', body: JSON.stringify(body) });

const asked = (): readonly string[] =>
  test.simulator
    .calls()
    .filter(({ method }) => method === 'POST')
    .map(({ operation, status }) => `${operation} ${status}`);

describe('strict', () => {
  it.each([
    ['/v1/images/generations', { model: IMAGE_MODEL, prompt: 'x', quality: 'high' }, 'quality'],
    ['/v1/images/generations', { model: IMAGE_MODEL, prompt: 'x', size: '1536x1024' }, 'size'],
    ['/v1/audio/speech', { model: TTS_MODEL, input: 'x', voice: 'alloy' }, 'voice'],
    [
      '/v1/audio/speech',
      { model: TTS_MODEL, input: 'x', voice: 'Kore', response_format: 'flac' },
      'response_format',
    ],
    ['/v1/completions', { model: MODEL, prompt: 'x', suffix: 'y' }, 'suffix'],
  ])('%s with %j is refused before anything is sent', async (path, body, what) => {
    await start({ files: { 'pollux.yaml': 'strict: true\n' } });
    const answer = await post(path, body);
    const { error } = expectErrorForm('openai', 400, await answer.text()) as { error: { message: string } };
    expect(error.message).toContain(what);
    expect(asked()).toEqual([]);
  });
});

describe('the pool', () => {
  it.each([
    ['/v1/images/generations', { model: IMAGE_MODEL, prompt: 'x' }],
    ['/v1/audio/speech', { model: TTS_MODEL, input: 'x', voice: 'Kore' }],
    ['/v1/completions', { model: MODEL, prompt: 'x' }],
    ['/v1/completions', { model: MODEL, prompt: 'x', stream: true }],
  ])('goes on with the next key: %s', async (path, body) => {
    await start({ keys: [TEST_KEY, SECOND_KEY] });
    test.simulator.addFault({ fault: '429-day', times: 1 });
    const answer = await post(path, body);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-pollux-attempts')).toBe('2');
    await answer.arrayBuffer();
    expect(asked().map((call) => call.split(' ')[1])).toEqual(['429', '200']);
  });

  it('that is exhausted says until when', async () => {
    await start();
    test.simulator.addFault({ fault: '429-day' });
    const answer = await post('/v1/images/generations', { model: IMAGE_MODEL, prompt: 'x' });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expectErrorForm('openai', 429, await answer.text());
  });
});

describe('the log', () => {
  it('tells what was used and what was lost', async () => {
    await start();
    const fields = { model: IMAGE_MODEL, prompt: 'x', n: 2, style: 'vivid' };
    await (await post('/v1/images/generations', fields)).arrayBuffer();
    expect(logs.requests()).toEqual([
      expect.objectContaining({
        endpoint: '/v1/images/generations',
        outcome: 'ok',
        loss: ['style'],
        tokens_out: 2 * 1290,
      }),
    ]);
  });

  it('tells of relayed sound that broke off', async () => {
    await startWith(OPENAI);
    const answer = await post('/v1/audio/speech', { model: 'tts-1-sim-cut', input: 'x', voice: 'alloy' });
    expect(answer.status).toBe(200);
    await expect(answer.arrayBuffer()).rejects.toThrow(/terminated/u);
    expect(logs.requests()).toEqual([expect.objectContaining({ outcome: 'truncated' })]);
  });
});

describe('a client that leaves', () => {
  it.each([
    ['relayed sound', { model: 'tts-1', input: 'x', voice: 'alloy' }],
    ['relayed events', { model: 'gpt-4o-mini-tts', input: 'x', voice: 'alloy', stream_format: 'sse' }],
  ])('in the middle of %s ends the call', async (_what, body) => {
    await startWith(OPENAI);
    test.simulator.addFault({ fault: 'stall', afterEvents: 2 });
    const socket: Socket = await openSocket(test.url);
    socket.on('error', () => {});
    const head = { connection: 'keep-alive' };
    socket.write(composeRequest('POST /v1/audio/speech HTTP/1.1', head, JSON.stringify(body)));
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await vi.waitFor(() => expect(test.simulator.abortedCalls()).toBe(1), { timeout: 3000 });
  });
});

describe('names of models', () => {
  it.each(['dall-e-3', 'gpt-image-1', 'tts-1', 'gpt-4o-mini-tts', 'whisper-1', 'omni-moderation-latest'])(
    '%s has no stand-in',
    async (model) => {
      await start();
      const answer = await post('/v1/images/generations', { model, prompt: 'x' });
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('it is of openai, which is not configured');
      expect(asked()).toEqual([]);
    },
  );
});

describe('the endpoint of a compatible service, by its descriptor', () => {
  it('is relayed below its base URL, with its credential', async () => {
    await startWith(MINE);
    const answer = await post('/v1/audio/speech', { model: 'mine/kokoro', input: 'x', voice: 'af_sky' });
    expect(answer.headers.get('content-type')).toBe('audio/mpeg');
    await answer.arrayBuffer();
    const call = test.simulator.calls().at(-1);
    expect([call?.url, call?.model]).toEqual(['/mine/v1/audio/speech', 'kokoro']);
  });
});
