// Whatever a client calls a model, the provider hears it as a name, at the path of that method, and nowhere else.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeRequest, parseAnswer, sendBytes, type RawAnswer } from '../support/raw-http.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
  await fetch(`${test.url}/v1/models`);
});

afterAll(() => test.close());

const hostile = [
  'gemini-../../../v1beta/files',
  'gemini-x/../../tunedModels/y',
  'gemini-x%2f..%2f..%2ffiles',
  'gemini-%2e%2e%2f%2e%2e',
  'gemini-x\\..\\..\\files',
  'gemini-x?key=other',
  'gemini-x#fragment',
  'gemini-x:deleteEverything',
  'gemini-x:generateContent?key=other',
  'gemini-x\r\nx-injected: 1',
  'gemini-x\nGET /evil HTTP/1.1',
  'gemini-x\u0000y',
  'gemini-x y',
  'gemini-@evil.example',
  'gemini-ünïcode-\u{1f600}',
  'gemini-\ud800',
  'models/gemini-../../x',
  'gemini/gemini-../../x',
  'http://evil.example/gemini-x',
  '//evil.example/gemini-x',
  '../gemini-x',
  `gemini-${'x'.repeat(5000)}`,
  '..',
  '.',
  '/',
  'gemini/..',
  'gemini/.',
  'gemini/',
  '__proto__',
  'constructor',
  'toString',
];

const ALLOWED =
  /^\/v1(?:beta)?\/models(?:\?pageSize=\d+|\/[^/?#:]+:(?:generateContent|streamGenerateContent\?alt=sse|countTokens|batchEmbedContents))$/u;

function expectOrderlyCalls(from: number): void {
  for (const call of test.simulator.calls().slice(from)) {
    expect(call.url).toMatch(ALLOWED);
    const name = /\/models\/([^:?]+):/u.exec(call.url)?.[1] ?? '';
    expect(['.', '..']).not.toContain(decodeURIComponent(name));
    expect(call.headers['x-injected']).toBeUndefined();
    expect(call.headers.host).toMatch(/^127\.0\.0\.1:\d+$/u);
  }
}

describe('a model name in the body', () => {
  const doors = [
    ['/v1/chat/completions', { messages: [{ role: 'user', content: 'x' }] }],
    ['/v1/embeddings', { input: 'x' }],
    ['/v1/completions', { prompt: 'x' }],
    ['/v1/images/generations', { prompt: 'x' }],
    ['/v1/audio/speech', { input: 'x', voice: 'Kore' }],
    ['/v1/messages', { max_tokens: 5, messages: [{ role: 'user', content: 'x' }] }],
    ['/v1/messages/count_tokens', { messages: [{ role: 'user', content: 'x' }] }],
    ['/v1/generate', { prompt: 'x' }],
    ['/gemini-proxy', { prompt: 'x', api_key: 'AIzaSyCallersKey-000000000000000000000' }],
  ] as const;
  const cases = doors.flatMap(([path, body]) => hostile.map((model) => [path, model, body] as const));

  it.each(cases)('%s with %j', async (path, model, body) => {
    const from = test.simulator.calls().length;
    const answer = await fetch(test.url + path, { method: 'POST', body: JSON.stringify({ ...body, model }) });
    const text = await answer.text();
    expect([answer.status, text]).toSatisfy(([status]) => Number(status) < 500);
    expect(answer.headers.has('x-injected')).toBe(false);
    expectOrderlyCalls(from);
  });
});

describe('a model name in the path', () => {
  const paths = [
    '/v1beta/models/gemini-x/../../files:generateContent',
    '/v1beta/models/../../v1beta/files:generateContent',
    '/v1beta/models/..%2f..%2ffiles:generateContent',
    '/v1beta/models/%2e%2e/%2e%2e/files:generateContent',
    '/v1beta/models/%2e%2e:generateContent',
    '/v1beta/models/gemini%2f%2e%2e:generateContent',
    '/v1beta/models/gemini-x%0d%0ax-injected:%201:generateContent',
    '/v1beta/models/gemini-x%00:generateContent',
    '/v1beta/models/gemini-x%3fkey=other:generateContent',
    '/v1beta/models/gemini-x%23:generateContent',
    '/v1beta/models/gemini-%ff:generateContent',
    '/v1beta/models/gemini-%:generateContent',
    '/v1beta/models/gemini-%zz:generateContent',
    '/v1beta/models/%:generateContent',
    '/v1beta/models/gemini-x:generateContent%3fkey=other',
    '/v1beta/models/gemini-x:deleteEverything',
    '/v1beta/models/gemini-x:',
    '/v1beta/models/:generateContent',
    '/v1beta/models/',
    '/v1beta/models/gemini-x',
    `/v1beta/models/gemini-${'x'.repeat(3000)}:generateContent`,
    '/v1beta/models//evil.example/gemini-x:generateContent',
    '/v1/models/gemini-x%2f..%2f:generateContent',
    '/v1beta//models/gemini-x:generateContent',
    '/%2e%2e/v1beta/models/gemini-x:generateContent',
    '/%',
    '/%zz/..',
    '/v1/%c0%ae',
    '/v1beta/files/../models/gemini-x:generateContent',
  ];

  it.each(paths)('%s', async (path) => {
    const from = test.simulator.calls().length;
    const body = JSON.stringify({ contents: [{ parts: [{ text: 'x' }] }] });
    const bytes = composeRequest(`POST ${path} HTTP/1.1`, {}, body);
    const answer = parseAnswer(await sendBytes(test.url, bytes));
    expect(answer).toSatisfy(({ status }: RawAnswer) => status >= 400 && status < 500);
    expect(answer.headers.has('x-injected')).toBe(false);
    expect(() => JSON.parse(answer.body) as unknown).not.toThrow();
    expectOrderlyCalls(from);
  });
});
