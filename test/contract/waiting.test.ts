// A stream that waits for a key is kept open with its dialect's own silence; an answer that is not streamed just waits.

import { GoogleGenAI } from '@google/genai';
import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src/lib/clock.ts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const GEMINI = 'gemini-3.8-flash';
const KEYS = {
  gemini: 'AIzaSyCastor-000000000000000000000-aaaa',
  openai: 'sk-proj-waiting-0000000000000000000001',
  anthropic: 'sk-ant-api03-waiting-0000000000000000001',
} as const;
const content = 'hi';

const chat = { path: '/v1/chat/completions', body: { messages: [{ role: 'user', content }] } };
const responses = { path: '/v1/responses', body: { input: content, store: false } };
const messages = { path: '/v1/messages', body: { messages: [{ role: 'user', content }], max_tokens: 99 } };
const native = {
  path: `/v1beta/models/${GEMINI}:streamGenerateContent?alt=sse`,
  body: { contents: [{ parts: [{ text: content }] }] },
};

const COMMENT = ': ping\n\n';
const PING = 'event: ping\ndata: {"type":"ping"}\n\n';
const BLANK = '\r\n';

const doors = [
  ['chat on Gemini', chat, GEMINI, 'gemini', COMMENT, /^data: \{"error":\{.*"code":"pool_empty"/u],
  ['chat on OpenAI', chat, 'gpt-5-mini', 'openai', COMMENT, /^data: \{"error":\{.*"code":"pool_empty"/u],
  [
    'responses on Gemini',
    responses,
    GEMINI,
    'gemini',
    COMMENT,
    /^event: response\.created\n[^]*\nevent: error\ndata: \{"type":"error"/u,
  ],
  [
    'responses on OpenAI',
    responses,
    'gpt-5-mini',
    'openai',
    COMMENT,
    /^event: error\ndata: \{"type":"error"/u,
  ],
  ['messages on Gemini', messages, GEMINI, 'gemini', PING, /^event: error\ndata: \{"type":"error"/u],
  [
    'messages on Anthropic',
    messages,
    'claude-sonnet-5',
    'anthropic',
    PING,
    /^event: error\ndata: \{"type":"error"/u,
  ],
  ['Gemini on Gemini', native, GEMINI, 'gemini', BLANK, /^\{"error":\{"code":503/u],
] as const;

let gateway: TestGateway;
let simulator: Simulator;
let clock: ManualClock;

afterEach(async () => {
  await gateway.close();
  await simulator.close();
});

/** Every key may be used once a minute, and has been. */
async function startUsedUp(ask: () => Promise<Response>): Promise<void> {
  clock = createManualClock(Date.UTC(2026, 10, 21, 18));
  simulator = createSimulator({
    clock,
    keys: Object.entries(KEYS).map(([project, key]) => ({ key, project })),
    quotas: [{ project: '*', model: '*', rpm: 1 }],
  });
  const { url } = await simulator.listen();
  gateway = await startTestGateway({
    keys: [],
    env: { GEMINI_BASE_URL: url },
    start: { clock },
    files: {
      'pollux.yaml': `
retry: { wait_for_key: 2m }
providers:
  gemini: { keys: [${KEYS.gemini}] }
  openai: { keys: [${KEYS.openai}], base_url: "${url}/v1" }
  anthropic: { keys: [${KEYS.anthropic}], base_url: "${url}" }
`,
    },
  });
  await fetch(`${gateway.url}/v1/models`);
  expect((await ask()).status).toBe(200);
}

/** Refused, or not even sent: some providers tell their limits with good answers. */
const waits = (): Promise<void> => expect.poll(() => gateway.gateway.holdings().waiters).toBe(1);

function createReader({ body }: Response): () => Promise<string> {
  const reader = body?.getReader();
  return async () => new TextDecoder().decode((await reader?.read())?.value);
}

async function readRest(read: () => Promise<string>): Promise<string> {
  let text = '';
  for (let piece = await read(); piece !== ''; piece = await read()) text += piece;
  return text;
}

describe.each(doors)('while %s waits for a key', (_name, door, model, provider, ping, error) => {
  const ask = (stream: boolean): Promise<Response> =>
    fetch(
      gateway.url +
        (stream ? door.path : door.path.replace('streamGenerateContent?alt=sse', 'generateContent')),
      {
        method: 'POST',
        body: JSON.stringify({ ...door.body, ...(door !== native && { model, stream }) }),
      },
    );

  async function waitTwice(): Promise<() => Promise<string>> {
    await startUsedUp(() => ask(false));
    const answer = ask(true);
    await waits();
    clock.advance(10_000);
    const response = await answer;
    expect(response.status).toBe(200);
    const read = createReader(response);
    expect(await read()).toBe(ping);
    clock.advance(10_000);
    expect(await read()).toBe(ping);
    return read;
  }

  it('a stream is kept open, and the answer follows', async () => {
    const read = await waitTwice();
    clock.advance(60_000);
    const text = await readRest(read);
    expect(text.replaceAll(ping, '')).toMatch(/^(?:data|event): /u);
    expect(text).not.toContain('"error":{');
    expect(simulator.callCount({ status: 200, stream: true })).toBe(1);
  });

  it('a stream whose wait was in vain ends in the error event of its dialect', async () => {
    const read = await waitTwice();
    simulator.setKeyState(KEYS[provider], 'invalid');
    clock.advance(60_000);
    expect((await readRest(read)).replaceAll(ping, '')).toMatch(error);
  });

  it('an answer that is not streamed comes whole, or not at all', async () => {
    await startUsedUp(() => ask(false));
    const answer = ask(false);
    await waits();
    clock.advance(30_000);
    clock.advance(60_000);
    const response = await answer;
    expect([response.status, typeof (await response.json())]).toEqual([200, 'object']);
  });
});

it("Google's SDK takes the blank lines for what they are", async () => {
  await startUsedUp(() =>
    fetch(`${gateway.url}/v1beta/models/${GEMINI}:generateContent`, {
      method: 'POST',
      body: JSON.stringify(native.body),
    }),
  );
  const genai = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: gateway.url } });
  const stream = genai.models.generateContentStream({ model: GEMINI, contents: content });
  await waits();
  for (let second = 0; second < 90; second += 10) {
    clock.advance(10_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  let text = '';
  for await (const chunk of await stream) text += chunk.text ?? '';
  expect(text).not.toBe('');
});
