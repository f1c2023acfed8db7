// A gateway that is told to stop: what runs is finished, what comes is sent elsewhere, and past the grace it is cut.

import { afterEach, describe, expect, it, vi } from 'vitest';
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

async function start(grace = '10s'): Promise<TestGateway> {
  test = await startTestGateway({
    simulator: { tokenDelayMs: 60 },
    files: { 'pollux.yaml': `server: { shutdown_grace: ${grace} }\n` },
  });
  await fetch(`${test.url}/v1/models`);
  return test;
}

/** A stream whose first bytes have come; `rest` is all of its text, once it is over. */
async function startStream(url: string): Promise<{ readonly rest: Promise<string> }> {
  const socket = await openSocket(url);
  const text = readToClose(socket, 15_000);
  socket.write(composeRequest('POST /v1/chat/completions HTTP/1.1', {}, body));
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

  it('cuts what is not done when the grace is over, and the cut shows', async () => {
    const { url, gateway, simulator } = await start('200ms');
    simulator.addFault({ fault: 'stall', afterEvents: 2 });
    const { rest } = await startStream(url);
    const startedAt = performance.now();
    await gateway.close();
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(await rest).not.toContain('[DONE]');
    expect(simulator.abortedCalls()).toBe(1);
  });
});
