// The pool as the admin sees it: everything that is known, in pages.

import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const ONE = 'AIzaSyOne-000000000000000000000000-one1';
const TWO = 'AIzaSyTwo-000000000000000000000000-two2';
const TOKEN = 'admin-token-of-the-pool-tests-001';
const NOON = Date.UTC(2030, 0, 15, 20);
const TIME = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u) as string;

let test: TestGateway | undefined;

afterEach(async () => {
  await test?.close();
  test = undefined;
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const clock = createManualClock(NOON);
  test = await startTestGateway({
    keys: [ONE, TWO],
    start: { clock },
    ...options,
    env: { ADMIN_TOKEN: TOKEN, ...options.env },
  });
  return test;
}

interface Pool {
  readonly summary: unknown;
  readonly providers: readonly Record<string, unknown>[];
  readonly keys: readonly Record<string, unknown>[];
  readonly next_cursor?: string;
}

async function pool(query = ''): Promise<Pool> {
  const answer = await fetch(`${test?.url}/admin/api/pool${query}`, { headers: { 'x-admin-token': TOKEN } });
  return (await answer.json()) as Pool;
}

async function ask(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const body = JSON.stringify({ prompt: `prompt ${index}`, model: MODEL });
    await (await fetch(`${test?.url}/v1/generate`, { method: 'POST', body })).arrayBuffer();
  }
}

describe('/admin/api/pool', () => {
  it('tells of providers, models, keys and buckets what is known of them', async () => {
    await start({
      keys: [],
      files: {
        'pollux.yaml': `providers: { gemini: { strategy: round_robin, keys: [${ONE}, { key: ${TWO}, name: two, limits: { rpm: 30 } }] } }\n`,
      },
      simulator: { keys: [ONE, TWO].map((key, index) => ({ key, project: `80000000000${index}` })) },
    });
    await ask(4);
    const { providers, keys, summary } = await pool();
    expect(summary).toEqual({ total: 2, active: 2 });
    expect(providers).toEqual([
      {
        provider: 'gemini',
        strategy: 'round_robin',
        projects: 2,
        in_flight: 0,
        waiters: 0,
        affinity_entries: expect.any(Number) as number,
        egress: { state: 'closed', failures: 0 },
        models: [
          {
            model: MODEL,
            purpose: 'answer',
            breaker: { state: 'closed', failures: 0 },
            in_flight: 0,
            waiters: 0,
            ready: 2,
            resting: 0,
          },
        ],
      },
    ]);
    expect(keys[1]).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/u) as string,
      provider: 'gemini',
      key: 'AIzaSy...two2',
      listed_as: 'AIzaSy...two2',
      name: 'two',
      project: expect.any(String) as string,
      source: 'settings',
      enabled: true,
      state: 'active',
      health: 1,
      in_flight: 0,
      limits: { rpm: 30 },
      buckets: [
        {
          model: MODEL,
          state: 'open',
          level: 0,
          in_flight: 0,
          limits: { rpm: 30 },
          configured_limits: { rpm: 30 },
          learned_limits: [],
          used_this_minute: { requests: 2, tokens: expect.any(Number) as number },
          used_today: { requests: 2, tokens: expect.any(Number) as number },
          day_ends: TIME,
          last_used: TIME,
        },
      ],
    });
  });

  it('says why something rests, until when, what was learned and when, and the last error', async () => {
    const { simulator } = await start();
    simulator.addFault({ fault: '429-day', key: ONE });
    await ask(4);
    const { keys } = await pool();
    expect(keys[0]).toMatchObject({
      last_error: { row: expect.any(String) as string, at: TIME, message: expect.any(String) as string },
      buckets: [
        {
          state: 'cooling',
          reason: 'per_day',
          until: expect.stringMatching(/^2030-01-16T08:0[0-2]/u) as string,
          learned_limits: [{ kind: 'rpd', value: expect.any(Number) as number, at: TIME }],
        },
      ],
    });
  });

  it('shows the breakers of models and of the way out', async () => {
    const { simulator } = await start({
      start: {},
      files: {
        'pollux.yaml':
          'retry: { max_attempts: 1, same_key_retries: 0, wait_for_key: 10ms, prefer_wait: 10ms }\ncircuit_breaker: { failure_threshold: 2 }\n',
      },
    });
    simulator.addFault({ fault: 'status-503' });
    await ask(6);
    const [{ models } = {}] = (await pool()).providers;
    expect(models).toMatchObject([{ model: MODEL, breaker: { state: 'open', until: TIME } }]);
    await simulator.close();
    for (let index = 0; index < 6; index += 1)
      await fetch(`${test?.url}/v1/generate`, {
        method: 'POST',
        body: JSON.stringify({ prompt: `${index}`, model: 'gemini-3.5-flash-lite' }),
      });
    expect((await pool()).providers[0]?.['egress']).toMatchObject({
      state: 'open',
      until: TIME,
      reason: expect.any(String) as string,
    });
  });

  it('comes in pages, by provider and state', async () => {
    const { simulator } = await start();
    simulator.setKeyState(ONE, 'invalid');
    await ask(3);
    const first = await pool('?limit=1');
    expect(first.keys).toMatchObject([{ key: 'AIzaSy...one1' }]);
    const second = await pool(`?limit=1&cursor=${first.next_cursor ?? ''}`);
    expect(second.keys).toMatchObject([{ key: 'AIzaSy...two2' }]);
    expect(second.next_cursor).toBeUndefined();
    expect((await pool('?state=dead')).keys).toMatchObject([{ key: 'AIzaSy...one1', state: 'dead' }]);
    expect(await pool('?provider=openai')).toMatchObject({ keys: [], providers: [], summary: { total: 0 } });
  });

  it.each(['?limit=0', '?limit=1001', '?cursor=x', '?state=well'])('refuses %s', async (query) => {
    await start();
    expect(await pool(query)).toMatchObject({ error: { code: 'invalid_request' } });
  });
});
