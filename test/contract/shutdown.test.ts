// A gateway that is told to stop: what runs is finished, what comes is sent elsewhere, and past the grace it is cut.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { composeRequest, openSocket, parseAnswer, readToClose } from '../support/raw-http.ts';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { frontDoors, MODEL } from './front-doors.ts';

const messages = [
  { role: 'user', content: 'Tell me a story of many words, so that it takes a while to tell.' },
];
const body = JSON.stringify({ model: MODEL, messages, stream: true });

let test: TestGateway | undefined;

afterEach(async () => {
  await test?.close();
  test = undefined;
});

let logs = captureLogs();

async function start(grace = '10s'): Promise<TestGateway> {
  logs = captureLogs();
  test = await startTestGateway({
    simulator: { tokenDelayMs: 60 },
    files: { 'pollux.yaml': `server: { shutdown_grace: ${grace} }\n` },
    start: { logger: logs.logger },
  });
  await fetch(`${test.url}/v1/models`);
  logs.clear();
  return test;
}

/** A stream whose first bytes have come; `rest` is all of its text, once it is over. */
async function startStream(
  url: string,
  path = '/v1/chat/completions',
  asked = body,
): Promise<{ readonly rest: Promise<string> }> {
  const socket = await openSocket(url);
  const text = readToClose(socket, 15_000);
  socket.write(composeRequest(`POST ${path} HTTP/1.1`, {}, asked));
  await new Promise((resolve) => socket.once('data', resolve));
  return { rest: text };
}

describe('a gateway that is told to stop', () => {
  it('finishes the stream that runs, and takes no new connection', async () => {
    const { url, gateway } = await start();
    const { rest } = await startStream(url);
    const closed = gateway.close();
    const text = await rest;
    expect(text).toContain('"finish_reason":"stop"');
    expect(text).toMatch(/data: \[DONE\]/u);
    await closed;
    await expect(openSocket(url)).rejects.toThrow(/ECONNREFUSED/u);
  });

  it.each(frontDoors)('sends what comes on a kept connection elsewhere: $path', async (door) => {
    const { url, gateway, simulator } = await start();
    const kept = await openSocket(url);
    const answers = readToClose(kept, 15_000);
    kept.write(composeRequest('GET /health/ready HTTP/1.1', { connection: 'keep-alive' }));
    await new Promise((resolve) => kept.once('data', resolve));
    // Half a request keeps the connection from being idle while the gateway stops.
    const request = composeRequest(
      `POST ${door.path} HTTP/1.1`,
      { connection: 'keep-alive' },
      JSON.stringify(door.valid),
    );
    kept.write(request.subarray(0, 20));
    const { rest } = await startStream(url);
    const before = simulator.callCount();
    const closed = gateway.close();
    kept.write(request.subarray(20));
    const last = parseAnswer((await answers).replace(/^[\s\S]*?\}(?=HTTP\/1\.1 )/u, ''));
    expect([503, 529]).toContain(last.status);
    expect(last.headers.get('connection')).toBe('close');
    expectErrorForm(door.form, last.status, last.body);
    expect(simulator.callCount()).toBe(before);
    expect(await rest).toContain('[DONE]');
    await closed;
  });

  it.each([
    ['/v1/chat/completions', { model: MODEL, messages }],
    ['/v1/chat/completions', { model: MODEL, messages, stream: true }],
    ['/v1/generate', { prompt: 'Tell me a story' }],
    [`/v1beta/models/${MODEL}:generateContent`, { contents: [{ parts: [{ text: 'Tell me a story' }] }] }],
  ])('tells who waits for the head of an answer not to come back: %s %j', async (path, asked) => {
    const { url, gateway, simulator } = await start();
    simulator.addFault({ fault: 'delay', delayMs: 300 });
    const kept = await openSocket(url);
    const answer = readToClose(kept, 15_000);
    kept.write(composeRequest(`POST ${path} HTTP/1.1`, { connection: 'keep-alive' }, JSON.stringify(asked)));
    await vi.waitFor(() => expect(simulator.callCount({ key: TEST_KEY })).toBeGreaterThan(1));
    const closed = gateway.close();
    const { status, headers } = parseAnswer(await answer);
    expect(status).toBe(200);
    expect(headers.get('connection')).toBe('close');
    await closed;
  });

  const contents = [{ parts: [{ text: 'Tell me a story' }] }];
  const input = 'Tell me a story';
  it.each([
    ['/v1/chat/completions', { model: MODEL, messages, stream: true }, /"code":"shutting_down"/u],
    [
      '/v1/responses',
      { model: MODEL, input, stream: true },
      /event: (?:error|response\.failed)\ndata: .*is stopping/u,
    ],
    [
      '/v1/messages',
      { model: MODEL, messages, max_tokens: 99, stream: true },
      /event: error\ndata: \{"type":"error","error":\{"type":"api_error".*is stopping/u,
    ],
    [`/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`, { contents }, /"code":503.*is stopping/u],
    [`/v1beta/models/${MODEL}:streamGenerateContent`, { contents }, /"code": ?503[^]*is stopping[^]*\]/u],
  ])(
    'tells streams that are not done when the grace is over, and the log, why they end: %s',
    async (path, asked, told) => {
      const { url, gateway, simulator } = await start('200ms');
      simulator.addFault({ fault: 'stall', afterEvents: 2 });
      const { rest } = await startStream(url, path, JSON.stringify(asked));
      await gateway.close();
      const text = await rest;
      expect(text).toMatch(told);
      // Chunked, and its end is there: this connection did not break.
      expect(text).toMatch(/\r\n0\r\n\r\n$/u);
      expect(text).not.toContain('[DONE]');
      expect(simulator.abortedCalls()).toBe(1);
      expect(logs.requests()).toMatchObject([
        { outcome: 'truncated', code: 'shutting_down', attempts: [{ row: 'stopped' }] },
      ]);
    },
  );

  it('answers who waits for the head of an answer when the grace is over', async () => {
    const { url, gateway, simulator } = await start('200ms');
    simulator.addFault({ fault: 'delay', delayMs: 20_000 });
    const answered = fetch(`${url}/v1/generate`, { method: 'POST', body: JSON.stringify({ prompt: 'x' }) });
    await vi.waitFor(() => expect(simulator.callCount({ key: TEST_KEY })).toBeGreaterThan(1));
    await gateway.close();
    const answer = await answered;
    expect(answer.status).toBe(503);
    expectErrorForm('detail', 503, await answer.text());
    expect(logs.requests()).toMatchObject([{ outcome: 'error', status: 503, code: 'shutting_down' }]);
  });

  it('waits for nobody who still sends when the grace is over', async () => {
    const { url, gateway } = await start('200ms');
    const socket = await openSocket(url);
    const text = readToClose(socket, 15_000);
    socket.write(composeRequest('POST /v1/chat/completions HTTP/1.1', {}, body).subarray(0, -5));
    await fetch(`${url}/health`);
    await gateway.close();
    expect(await text).toBe('');
  });

  it('counts the requests under way', async () => {
    const { url, gateway } = await start();
    expect(gateway.requestsUnderWay()).toBe(0);
    const { rest } = await startStream(url);
    expect(gateway.requestsUnderWay()).toBe(1);
    const closed = gateway.close();
    await rest;
    await closed;
    expect(gateway.requestsUnderWay()).toBe(0);
  });
});
