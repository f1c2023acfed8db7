// Models put megabytes into one event: an inline image, or everything at once. It must come through whole at every door.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFakeUpstream, type FakeUpstream } from '../recorded/fake-upstream.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

/** Three megabytes of which no two places look alike, with characters of two and three bytes. */
const TEXT = Array.from({ length: 300_000 }, (_, index) => `${index} äé→`).join('');
const IMAGE = Buffer.alloc(1_500_000, 'Castor and Pollux ').toString('base64');
const contents = [{ role: 'user', parts: [{ text: 'much' }] }];
const messages = [{ role: 'user', content: 'much' }];

let upstream: FakeUpstream;
let test: TestGateway;

beforeAll(async () => {
  upstream = await startFakeUpstream([MODEL]);
  test = await startTestGateway({ env: { GEMINI_BASE_URL: upstream.url } });
});
afterAll(async () => {
  await test.close();
  await upstream.close();
});

/** One event of Google's, cut at places that fall within characters. */
function answerWith(part: object): void {
  upstream.answer = ({ url }) => {
    const chunk = JSON.stringify({
      candidates: [{ index: 0, content: { role: 'model', parts: [part] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 3 },
      modelVersion: MODEL,
    });
    const sse = url.includes('alt=sse');
    const text = sse ? `data: ${chunk}\r\n\r\n` : url.includes(':stream') ? `[${chunk}\n]` : chunk;
    const bytes = Buffer.from(text);
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 65_521) pieces.push(bytes.subarray(at, at + 65_521));
    const headers = { 'content-type': sse ? 'text/event-stream' : 'application/json' };
    return { status: 200, headers, pieces };
  };
}

async function ask(path: string, body: object): Promise<string> {
  const response = await fetch(`${test.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return response.text();
}

/** The JSON of every `data:` line. */
function eventsOf(stream: string): readonly unknown[] {
  const lines = stream
    .split(/\r?\n/u)
    .filter((line) => line.startsWith('data: ') && !line.endsWith('[DONE]'));
  return lines.map((line): unknown => JSON.parse(line.slice(6)));
}

/** All texts under a name, in the order in which they stand. */
function textsUnder(name: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsUnder(name, item));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === 'string' ? [inner] : textsUnder(name, inner),
  );
}

const chat = { model: MODEL, messages };
const message = { model: MODEL, messages, max_tokens: 4000 };
const google = `/v1beta/models/${MODEL}`;

const doors: readonly [string, string, object, string][] = [
  ['whole', '/v1/chat/completions', chat, 'content'],
  ['streamed', '/v1/chat/completions', { ...chat, stream: true }, 'content'],
  ['whole', '/v1/messages', message, 'text'],
  ['streamed', '/v1/messages', { ...message, stream: true }, 'text'],
  ['whole', `${google}:generateContent`, { contents }, 'text'],
  ['streamed', `${google}:streamGenerateContent?alt=sse`, { contents }, 'text'],
  ['streamed', `${google}:streamGenerateContent`, { contents }, 'text'],
];

describe('an event of three megabytes', () => {
  it.each(doors)('passes %s at %s', async (_, path, body, name) => {
    answerWith({ text: TEXT });
    const answer = await ask(path, body);
    const parsed = /^[[{]/u.test(answer) ? (JSON.parse(answer) as unknown) : eventsOf(answer);
    // Not `toBe`: nobody wants to read the difference of three megabytes.
    expect(textsUnder(name, parsed).join('') === TEXT).toBe(true);
  });
});

describe('an inline image of two megabytes', () => {
  it.each([
    ['whole', '/v1/chat/completions', chat],
    ['streamed', '/v1/chat/completions', { ...chat, stream: true }],
    ['whole', `${google}:generateContent`, { contents }],
    ['streamed', `${google}:streamGenerateContent?alt=sse`, { contents }],
  ])('passes %s at %s', async (_, path, body) => {
    answerWith({ inlineData: { mimeType: 'image/png', data: IMAGE } });
    expect((await ask(path, body)).includes(IMAGE)).toBe(true);
  });
});
