// A key is refused while another lives: that one is asked, or, where the request may ask no other, its client is told to
// come back, not that nothing is left.

import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const REVOKED = 'AIzaSyLostKey-000000000000000000000-gone';
const ALIVE = 'AIzaSyLostKey-000000000000000000000-live';
const MODEL = 'gemini-3.8-flash';
const QUESTION = { model: MODEL, max_tokens: 50, messages: [{ role: 'user', content: 'hi' }] };

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(settings: object, projects: readonly [string, string]): Promise<void> {
  const keys = [REVOKED, ALIVE].map((key, index) => ({ key, project: projects[index] ?? '' }));
  gateway = await startTestGateway({
    keys: [],
    files: { 'pollux.yaml': JSON.stringify({ ...settings, providers: { gemini: { keys } } }) },
    simulator: { keys },
    start: { random: () => 0 },
  });
  await fetch(`${gateway.url}/v1/models`);
  gateway.simulator.setKeyState(REVOKED, 'invalid');
}

const ask = (path: string, stream: boolean): Promise<Response> =>
  fetch(gateway.url + path, { method: 'POST', body: JSON.stringify({ ...QUESTION, stream }) });

const doors = ['/v1/chat/completions', '/v1/messages'] as const;

describe('the loss of a key beside', () => {
  it.each(doors)('another of its project is made up for by that one (%s)', async (door) => {
    await start({}, ['300000000001', '300000000001']);
    const answer = await ask(door, false);
    expect(answer.status).toBe(200);
    await answer.text();
    expect(gateway.simulator.calls().flatMap(({ model, key }) => (model === MODEL ? [key] : []))).toEqual([
      REVOKED,
      ALIVE,
    ]);
  });

  it.each(doors)(
    'another, in a stream that never switches, is told with a time to come back, and then there is an answer (%s)',
    async (door) => {
      await start({ stream_failover: 'fail_fast' }, ['1', '2']);
      const lost = await ask(door, true);
      expect(lost.status).toBe(503);
      expect(lost.headers.get('retry-after')).toBe('1');
      expect(lost.headers.get('x-should-retry')).toBeNull();
      const text = await lost.text();
      expect(text).toContain('another is ready');
      expect(text).not.toMatch(/no key/iu);
      expect(gateway.simulator.callCount({ model: MODEL })).toBe(1);
      const next = await ask(door, true);
      expect(next.status).toBe(200);
      await next.text();
    },
  );

  it.each(doors)('the last one is told as before: nothing to come back for (%s)', async (door) => {
    await start({}, ['1', '2']);
    gateway.simulator.setKeyState(ALIVE, 'invalid');
    const lost = await ask(door, false);
    expect(lost.status).toBe(503);
    expect(lost.headers.get('retry-after')).toBeNull();
    expect(lost.headers.get('x-should-retry')).toBe('false');
    expect(await lost.text()).toMatch(/no key/iu);
  });
});
