import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createSimulator } from './simulator.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const world = useSimulator({ keys: [{ key: 'k1', project: 'p1' }] });
const { simulator } = world;

function ask(key = 'k1'): Promise<Response> {
  const body = JSON.stringify({ contents: [{ parts: [{ text: 'hi' }] }] });
  return fetch(`${world.base}/v1beta/models/gemini-3.8-flash:generateContent`, {
    method: 'POST',
    headers: { 'x-goog-api-key': key },
    body,
  });
}

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${world.base}/_simulator/${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('the control endpoint', () => {
  it('adds a fault with its parameters, and clears all', async () => {
    expect(
      (await control('POST', 'faults', { fault: 'status-503', times: 1, model: 'gemini-3.8-flash' })).status,
    ).toBe(200);
    expect((await ask()).status).toBe(503);
    expect((await ask()).status).toBe(200);
    await control('POST', 'faults', { fault: 'status-500' });
    await control('DELETE', 'faults');
    expect((await ask()).status).toBe(200);
  });

  it('changes the state of a key, and takes it back with a reset', async () => {
    await control('POST', 'keys', { key: 'k1', state: 'leaked' });
    expect((await ask()).status).toBe(403);
    await control('POST', 'reset');
    expect((await ask()).status).toBe(200);
  });

  it('takes a script', async () => {
    expect((await control('POST', 'scripts', { when: 'hi', turns: [{ say: 'Hello to you.' }] })).status).toBe(
      200,
    );
    expect(await (await ask()).text()).toContain('Hello to you.');
  });

  it('shows the calls with their counts, without itself', async () => {
    await ask();
    await ask('unknown');
    const { body } = await control('GET', 'calls');
    expect(body).toMatchObject({
      total: 2,
      byStatus: { 200: 1, 400: 1 },
      calls: [{ key: 'k1', project: 'p1', model: 'gemini-3.8-flash' }, { key: 'unknown' }],
    });
  });

  it.each([
    ['POST', 'faults', { times: 1 }, 400],
    ['POST', 'keys', { key: 'k1', state: 'sad' }, 400],
    ['POST', 'scripts', { when: '', turns: [{ say: 'x' }] }, 400],
    ['POST', 'scripts', { when: 'x', turns: [] }, 400],
    ['POST', 'scripts', { when: 'x', turns: [{ call: [{ tool: 'x' }] }] }, 400],
    ['POST', 'scripts', { when: 'x', turns: [{}] }, 400],
    ['GET', 'nothing', undefined, 404],
  ])('refuses %s %s with what is wrong', async (method, path, body, status) => {
    const answer = await control(method, path, body);
    expect([answer.status, typeof answer.body['error']]).toEqual([status, 'string']);
  });
});

describe('the call log', () => {
  it('keeps the parsed body, the bytes and the headers', async () => {
    await ask();
    const [call] = simulator.calls();
    expect(call?.body).toEqual({ contents: [{ parts: [{ text: 'hi' }] }] });
    expect(call?.rawBody?.toString()).toBe(JSON.stringify(call?.body));
    expect(call?.headers['x-goog-api-key']).toBe('k1');
  });

  it('counts by filter', async () => {
    await ask();
    await ask('unknown');
    expect([
      simulator.callCount(),
      simulator.callCount({ status: 200 }),
      simulator.callCount({ key: 'unknown', persona: 'gemini' }),
    ]).toEqual([2, 1, 1]);
    expect(simulator.countsByStatus()).toEqual({ 200: 1, 400: 1 });
  });

  it('notices a client that leaves amid a stream', async () => {
    const url = `${world.base}/v1beta/models/gemini-sim-stall-1:streamGenerateContent?alt=sse`;
    const request = httpRequest(url, { method: 'POST', headers: { 'x-goog-api-key': 'k1' }, agent: false });
    request.on('error', () => {});
    request.end('{"contents":[{"parts":[{"text":"hi"}]}]}');
    const [message] = (await once(request, 'response')) as [IncomingMessage];
    message.on('error', () => {});
    await once(message, 'data');
    request.destroy();
    await expect.poll(() => simulator.abortedCalls()).toBe(1);
    expect(simulator.calls()[0]).toMatchObject({ aborted: true, status: 200, stream: true });
  });
});

describe('a simulator', () => {
  it('accepts any key when told to, each as a project of its own', async () => {
    const open = createSimulator({ acceptAnyKey: true, quotas: [{ project: '*', model: '*', rpm: 1 }] });
    const { url } = await open.listen();
    const statuses: number[] = [];
    for (const key of ['x', 'y', 'x']) {
      const body = '{"contents":[{"parts":[{"text":"hi"}]}]}';
      const response = await fetch(`${url}/v1/models/gemini-3.8-flash:generateContent`, {
        method: 'POST',
        headers: { 'x-goog-api-key': key },
        body,
      });
      statuses.push(response.status);
    }
    await open.close();
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('closes at once, open streams included', async () => {
    const short = createSimulator({ acceptAnyKey: true });
    const { url } = await short.listen();
    const response = await fetch(`${url}/v1beta/models/gemini-sim-stall:streamGenerateContent?alt=sse`, {
      method: 'POST',
      headers: { 'x-goog-api-key': 'x' },
      body: '{"contents":[{"parts":[{"text":"hi"}]}]}',
    });
    const body = response.text().then(
      () => 'whole',
      () => 'broken',
    );
    await short.close();
    expect([await body, short.openSockets()]).toEqual(['broken', 0]);
  });
});
