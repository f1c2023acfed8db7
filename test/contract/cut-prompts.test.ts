// An answer to a prompt that the token ceiling cut: its shape has no place to say so, and yet nobody is left to guess.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { MODEL } from './front-doors.ts';

const models = [{ name: `models/${MODEL}`, supportedGenerationMethods: ['generateContent'] }];
let candidate: object;
let provider: Server;
let test: TestGateway;

beforeEach(async () => {
  provider = createServer((request, response) => {
    request.resume();
    const answer = request.method === 'GET' ? { models } : { candidates: [candidate] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const { port } = provider.address() as AddressInfo;
  test = await startTestGateway({ env: { GEMINI_BASE_URL: `http://127.0.0.1:${port}` } });
});

afterEach(async () => {
  await test.close();
  await new Promise((resolve) => provider.close(resolve));
});

const doors = [
  ['/v1/generate', 'detail', {}],
  ['/generate', 'generate', {}],
  ['/gemini-proxy', 'proxy', {}],
  ['/gemini-proxy', 'proxy', { model: MODEL, api_key: TEST_KEY }],
] as const;

const ask = (path: string, further: object): Promise<Response> =>
  fetch(test.url + path, { method: 'POST', body: JSON.stringify({ prompt: 'Who?', ...further }) });

describe.each(doors)('%s (%s, %j)', (path, form, further) => {
  it.each([
    ['no text', { role: 'model', parts: [{ text: '' }] }],
    ['no parts', { role: 'model' }],
    ['nothing but thoughts', { role: 'model', parts: [{ text: 'Hm, twins.', thought: true }] }],
  ])('is an error when the ceiling left %s', async (_what, content) => {
    candidate = { content, finishReason: 'MAX_TOKENS' };
    const answer = await ask(path, further);
    expect(answer.status).toBe(502);
    const text = await answer.text();
    expectErrorForm(form, 502, text);
    expect(text).toContain('used up its output tokens');
  });

  it('says in a header that a text is not whole', async () => {
    candidate = { content: { role: 'model', parts: [{ text: 'Pol' }] }, finishReason: 'MAX_TOKENS' };
    const answer = await ask(path, further);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-pollux-finish')).toBe('length');
    expect(await answer.text()).toContain('"Pol"');
  });

  it('says nothing of one that is whole, now or from memory', async () => {
    candidate = { content: { role: 'model', parts: [{ text: 'Pollux' }] }, finishReason: 'STOP' };
    for (let time = 0; time < 2; time += 1) {
      const answer = await ask(path, further);
      expect(answer.status).toBe(200);
      expect(answer.headers.has('x-pollux-finish')).toBe(false);
    }
  });
});
