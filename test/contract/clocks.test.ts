// The clocks of streams, for single providers and models: who is silent is left, and never asked again.

import { afterEach, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const KEYS = ['AIzaSyCastor-000000000000000000000-aaaa', 'AIzaSyPollux-000000000000000000000-bbbb'];
const HASTY = 'gemini-3.8-flash';
const PATIENT = 'gemini-3.5-flash-lite';

let gateway: TestGateway;
const logs = captureLogs();
afterEach(() => gateway.close());

const doors = [
  ['/v1/chat/completions', { messages: [{ role: 'user', content: 'hi' }], stream: true }],
  ['/v1/messages', { messages: [{ role: 'user', content: 'hi' }], max_tokens: 99, stream: true }],
  ['/v1/responses', { input: 'hi', stream: true }],
  ['/v1beta/models/two:streamGenerateContent?alt=sse', { contents: [{ parts: [{ text: 'hi' }] }] }],
] as const;

describe.each(doors)('a stream of %s', (path, body) => {
  it.each([
    ['before its headers', 'headers: 60ms', { fault: 'delay', delayMs: 5000 }],
    ['before its first word', 'first_token: 60ms', { fault: 'stall-0' }],
  ])('goes on to the next key and then the next model when one is silent %s', async (_when, clock, fault) => {
    logs.clear();
    gateway = await startTestGateway({
      keys: KEYS,
      start: { logger: logs.logger },
      files: {
        'pollux.yaml': `
models: { two: { targets: [{ provider: gemini, model: ${HASTY} }, { provider: gemini, model: ${PATIENT} }] } }
providers: { gemini: { model_timeouts: { "gemini-*-flash": { ${clock} } } } }
`,
      },
    });
    await fetch(`${gateway.url}/v1/models`);
    gateway.simulator.addFault({ ...fault, model: HASTY });
    const answer = await fetch(gateway.url + path, {
      method: 'POST',
      body: JSON.stringify({ model: 'two', ...body }),
    });
    expect(answer.status).toBe(200);
    await answer.text();
    const [line] = logs.requests().filter(({ stream }) => stream === true);
    const attempts = line?.['attempts'] as readonly Record<string, unknown>[];
    expect(attempts.map(({ model, row }) => [model, row])).toEqual([
      [HASTY, 'timed_out'],
      [HASTY, 'timed_out'],
      [PATIENT, 'ok'],
    ]);
    expect(new Set(attempts.slice(0, 2).map(({ key }) => key)).size).toBe(2);
    expect(gateway.simulator.callCount({ model: HASTY, method: 'POST' })).toBe(2);
  });
});
