// A client that leaves: the provider's work for it is stopped at once, and the log says so.

import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { captureLogs, type CapturedLogs } from '../support/capture-logs.ts';
import { composeRequest, openSocket } from '../support/raw-http.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const messages = [{ role: 'user', content: 'Tell me a long story, please, with many words in it.' }];
const contents = [{ parts: [{ text: 'Tell me a long story, please, with many words in it.' }] }];

const requests = [
  ['a chat', '/v1/chat/completions', { model: MODEL, messages }],
  ['a streamed chat', '/v1/chat/completions', { model: MODEL, messages, stream: true }],
  ['a message', '/v1/messages', { model: MODEL, messages, max_tokens: 99 }],
  ['a streamed message', '/v1/messages', { model: MODEL, messages, max_tokens: 99, stream: true }],
  ['a native answer', `/v1beta/models/${MODEL}:generateContent`, { contents }],
  ['a native stream', `/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`, { contents }],
  ['a native array', `/v1beta/models/${MODEL}:streamGenerateContent`, { contents }],
  ['a prompt', '/v1/generate', { prompt: 'a story', model: MODEL }],
] as const;
const streams = requests.filter(([name]) => name.includes('stream') || name.includes('array'));

/** The two ways of leaving: with a word (FIN), and without (RST). */
const goodbyes = [
  ['closes', (socket: Socket) => socket.destroy()],
  ['resets', (socket: Socket) => socket.resetAndDestroy()],
] as const;

let test: TestGateway;
let logs: CapturedLogs;

beforeEach(async () => {
  logs = captureLogs();
  test = await startTestGateway({
    simulator: { tokenDelayMs: 60, quotas: [{ project: '*', model: 'gemini-3.5-flash', rpm: 1 }] },
    start: { logger: logs.logger },
    files: { 'pollux.yaml': 'retry: { wait_for_key: 5m }\n' },
  });
  await fetch(`${test.url}/v1/models`);
  logs.clear();
});

afterEach(() => test.close());

async function begin(path: string, body: object): Promise<Socket> {
  const socket = await openSocket(test.url);
  socket.on('error', () => {});
  socket.write(composeRequest(`POST ${path} HTTP/1.1`, { connection: 'keep-alive' }, JSON.stringify(body)));
  return socket;
}

const some = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0) as number;
const soon = { timeout: 1500, interval: 10 };

const expectCancelled = (): Promise<void> =>
  vi.waitFor(() => {
    expect(logs.requests()).toEqual([expect.objectContaining({ outcome: 'cancelled', status: 499 })]);
  }, soon);

describe.each(goodbyes)('a client that %s', (_how, leave) => {
  it.each(requests)('before %s has begun to come: the call is aborted', async (_name, path, body) => {
    test.simulator.addFault({ fault: 'delay', delayMs: 8000 });
    const socket = await begin(path, body);
    await vi.waitFor(() => expect(test.simulator.callCount({ method: 'POST' })).toBe(1), soon);
    leave(socket);
    await vi.waitFor(() => expect(test.simulator.abortedCalls()).toBe(1), soon);
    await expectCancelled();
    expect(test.simulator.callCount({ method: 'POST' })).toBe(1);
    expect(logs.requests()).toEqual([
      expect.objectContaining({ tokens_in: some, tokens_out: 0, tokens_estimated: true }),
    ]);
  });

  it.each(streams)('in the middle of %s: the call is aborted', async (_name, path, body) => {
    test.simulator.addFault({ fault: 'stall', afterEvents: 1 });
    const socket = await begin(path, body);
    await new Promise((resolve) => socket.once('data', resolve));
    leave(socket);
    await vi.waitFor(() => expect(test.simulator.abortedCalls()).toBe(1), soon);
    await expectCancelled();
    expect(logs.requests()).toEqual([
      expect.objectContaining({ tokens_in: some, tokens_out: some, tokens_estimated: true }),
    ]);
    const metrics = await (await fetch(`${test.url}/metrics`)).text();
    expect(metrics).toMatch(/pollux_tokens_estimated_total\{[^}]*kind="output"\} [1-9]/u);
  });

  it('while it waits for a key: nothing is sent for it later', async () => {
    const model = 'gemini-3.5-flash';
    const path = '/v1/chat/completions';
    const first = await fetch(test.url + path, { method: 'POST', body: JSON.stringify({ model, messages }) });
    expect(first.status).toBe(200);
    await first.arrayBuffer();
    logs.clear();
    const socket = await begin(path, { model, messages });
    await vi.waitFor(() => expect(test.simulator.callCount({ model })).toBeGreaterThanOrEqual(2), soon);
    await vi.waitFor(() => expect(test.simulator.countsByStatus()[429]).toBe(1), soon);
    const calls = test.simulator.callCount();
    leave(socket);
    expect(logs.requests()).toEqual([]);
    await expectCancelled();
    expect(test.simulator.callCount()).toBe(calls);
    expect(logs.requests()[0]).not.toHaveProperty('tokens_in');
  });
});

describe('a client that leaves', () => {
  it('in the pause before a repeat: it is not repeated', async () => {
    await test.close();
    const clock = createManualClock(Date.UTC(2026, 10, 21, 18));
    test = await startTestGateway({ start: { logger: logs.logger, clock } });
    test.simulator.addFault({ fault: 'status-500', times: 1 });
    const socket = await begin('/v1/chat/completions', { model: MODEL, messages });
    await vi.waitFor(() => expect(test.simulator.countsByStatus()[500]).toBe(1), soon);
    // The answer has been read once it was judged, and the clock stands still: this is the pause.
    await vi.waitFor(async () => {
      const page = await (await fetch(`${test.url}/metrics`)).text();
      expect(page).toContain('pollux_verdicts_total{provider="gemini",row="internal"} 1');
    }, soon);
    socket.destroy();
    await expectCancelled();
    expect(test.simulator.callCount({ method: 'POST' })).toBe(1);
  });

  it.each(['/v1/chat/completions', '/v1/messages'])(
    'while the connection for its %s is being made: nothing is sent, and nothing counted',
    async (path) => {
      await test.close();
      const mute = createServer();
      const connected = new Promise((resolve) => mute.on('connection', resolve));
      await new Promise<void>((resolve) => void mute.listen(0, '127.0.0.1', resolve));
      const { port } = mute.address() as AddressInfo;
      const env = { GEMINI_BASE_URL: `https://127.0.0.1:${port}` };
      test = await startTestGateway({ start: { logger: logs.logger }, env });
      const socket = await begin(path, { model: MODEL, messages, max_tokens: 99, stream: true });
      await connected;
      socket.destroy();
      await expectCancelled();
      expect(logs.requests()[0]).not.toHaveProperty('tokens_in');
      mute.close();
    },
  );
});

describe('after clients have left', () => {
  it('the gateway holds nothing of theirs, and answers the next', async () => {
    test.simulator.addFault({ fault: 'delay', delayMs: 8000, times: 5 });
    const sockets = await Promise.all(
      [1, 2, 3, 4, 5].map(() => begin('/v1/generate', { prompt: 'x', model: MODEL })),
    );
    await vi.waitFor(() => expect(test.simulator.callCount({ method: 'POST' })).toBe(5), soon);
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(() => expect(test.simulator.abortedCalls()).toBe(5), soon);
    await vi.waitFor(async () => {
      expect(await (await fetch(`${test.url}/metrics`)).text()).toContain('pollux_in_flight 0');
    }, soon);
    const detailed = await (await fetch(`${test.url}/health/detailed`)).json();
    expect(detailed).toMatchObject({
      providers: { gemini: { keys: [{ state: 'active', in_flight: 0, health: 1 }] } },
    });
    const next = await fetch(`${test.url}/v1/generate`, { method: 'POST', body: '{"prompt":"y"}' });
    expect(next.status).toBe(200);
  });
});
