import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../lib/clock.ts';
import { createSimulator, type SimulatedQuota, type Simulator } from './simulator.ts';

interface QuotaBody {
  error: {
    code: number;
    status: string;
    message: string;
    details: [
      {
        violations: {
          quotaMetric: string;
          quotaId: string;
          quotaValue?: string;
          quotaDimensions: { model: string };
        }[];
      },
      unknown,
      { retryDelay: string },
    ];
  };
}

const keys = [
  { key: 'a1', project: 'a', provider: 'gemini' },
  { key: 'a2', project: 'a', provider: 'gemini' },
  { key: 'b1', project: 'b', provider: 'gemini' },
  { key: 'o1', project: 'org', provider: 'openai' },
  { key: 'c1', project: 'org', provider: 'anthropic' },
] as const;
let simulator: Simulator | undefined;

afterEach(() => simulator?.close());

async function start(quotas: readonly SimulatedQuota[]): Promise<{
  clock: ManualClock;
  ask: (key: string, model?: string, text?: string) => Promise<Response>;
  url: string;
}> {
  const clock = createManualClock(Date.parse('2026-07-15T12:00:00Z'));
  simulator = createSimulator({ clock, keys, quotas });
  const { url } = await simulator.listen();
  const ask = (key: string, model = 'gemini-3.8-flash', text = 'hello'): Promise<Response> =>
    fetch(`${url}/v1beta/models/${model}:generateContent`, {
      method: 'POST',
      headers: { 'x-goog-api-key': key },
      body: JSON.stringify({ contents: [{ parts: [{ text }] }] }),
    });
  return { clock, ask, url };
}

async function failureOf(response: Response): Promise<QuotaBody['error']> {
  expect(response.status).toBe(429);
  return ((await response.json()) as QuotaBody).error;
}

describe('quotas', () => {
  it('are shared by the keys of a project, apart for each project and model', async () => {
    const { ask } = await start([{ project: '*', model: '*', rpm: 1 }]);
    expect((await ask('a1')).status).toBe(200);
    expect((await ask('a2')).status).toBe(429);
    expect((await ask('a2', 'gemini-2.5-flash')).status).toBe(200);
    expect((await ask('b1')).status).toBe(200);
  });

  it('let a request count for sixty seconds, and refused ones not at all', async () => {
    const { ask, clock } = await start([{ project: 'a', model: '*', rpm: 2 }]);
    await ask('a1');
    clock.advance(20_000);
    await ask('a1');
    clock.advance(10_000);
    const error = await failureOf(await ask('a1'));
    expect(error.details[2].retryDelay).toBe('30s');
    clock.advance(29_999);
    expect((await ask('a1')).status).toBe(429);
    clock.advance(1);
    expect((await ask('a1')).status).toBe(200);
    expect((await ask('a1')).status).toBe(429);
  });

  it('say which limit in Google’s words, per minute in the free tier', async () => {
    const { ask, clock } = await start([{ project: 'a', model: '*', rpm: 1, freeTier: true }]);
    await ask('a1');
    clock.advance(21_799);
    const error = await failureOf(await ask('a1'));
    expect(error.message).toBe(
      'You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: ' +
        'https://ai.google.dev/gemini-api/docs/rate-limits.\n* Quota exceeded for metric: generativelanguage.googleapis.com/' +
        'generate_content_free_tier_requests, limit: 1, model: gemini-3.8-flash\nPlease retry in 38.201s.',
    );
    expect(error.details[0].violations).toEqual([
      {
        quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
        quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
        quotaDimensions: { location: 'global', model: 'gemini-3.8-flash' },
        quotaValue: '1',
      },
    ]);
    expect(error.details[2].retryDelay).toBe('38s');
  });

  it('give a daily limit a small delay that means nothing, and end at Pacific midnight', async () => {
    const { ask, clock } = await start([{ project: 'a', model: '*', rpd: 1 }]);
    await ask('a1');
    const error = await failureOf(await ask('a1'));
    expect(error.details[0].violations[0]?.quotaId).toBe('GenerateRequestsPerDayPerProjectPerModel');
    expect(Number.parseInt(error.details[2].retryDelay, 10)).toBeLessThan(60);
    clock.advance(Date.parse('2026-07-16T07:00:00Z') - clock.now() - 1);
    expect((await ask('a1')).status).toBe(429);
    clock.advance(1);
    expect((await ask('a1')).status).toBe(200);
  });

  it('count input tokens by the minute', async () => {
    const { ask, clock } = await start([{ project: 'a', model: '*', tpm: 100, freeTier: true }]);
    expect((await ask('a1', undefined, 'x'.repeat(240))).status).toBe(200);
    clock.advance(15_000);
    const error = await failureOf(await ask('a1', undefined, 'x'.repeat(200)));
    expect(error.details[0].violations[0]).toMatchObject({
      quotaId: 'GenerateContentInputTokensPerModelPerMinute-FreeTier',
      quotaValue: '100',
    });
    expect(error.details[2].retryDelay).toBe('45s');
    expect((await ask('a1', undefined, 'x'.repeat(160))).status).toBe(200);
  });

  it('of zero name three violations without a value', async () => {
    const { ask } = await start([
      { project: '*', model: '*', rpm: 100 },
      { project: '*', model: 'gemini-2.5-pro', limitZero: true, freeTier: true },
    ]);
    const error = await failureOf(await ask('a1', 'gemini-2.5-pro'));
    expect(error.details[0].violations).toHaveLength(3);
    expect(error.details[0].violations.some((violation) => 'quotaValue' in violation)).toBe(false);
    expect(error.message.match(/limit: 0, model: gemini-2\.5-pro/gu)).toHaveLength(3);
    expect((await ask('a1')).status).toBe(200);
  });

  it('are not spent by counting tokens or listing models', async () => {
    const { ask, url } = await start([{ project: 'a', model: '*', rpm: 1 }]);
    const headers = { 'x-goog-api-key': 'a1' };
    const body = JSON.stringify({ contents: [{ parts: [{ text: 'x' }] }] });
    await fetch(`${url}/v1beta/models/gemini-3.8-flash:countTokens`, { method: 'POST', headers, body });
    await fetch(`${url}/v1beta/models`, { headers });
    expect((await ask('a1')).status).toBe(200);
  });

  it('are worded by OpenAI with headers and durations', async () => {
    const { url, clock } = await start([{ project: 'org', model: '*', rpm: 1 }]);
    const ask = (): Promise<Response> =>
      fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: 'Bearer o1' },
        body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'x' }] }),
      });
    expect((await ask()).headers.get('x-ratelimit-remaining-requests')).toBe('0');
    clock.advance(20_000);
    const refused = await ask();
    expect([
      refused.status,
      refused.headers.get('retry-after'),
      refused.headers.get('x-ratelimit-reset-requests'),
    ]).toEqual([429, '40', '40s']);
    expect(await refused.json()).toMatchObject({
      error: {
        type: 'requests',
        code: 'rate_limit_exceeded',
        message: expect.stringContaining('Please try again in 40s.'),
      },
    });
  });

  it('are worded by Anthropic with headers and instants', async () => {
    const { url } = await start([{ project: 'org', model: '*', rpm: 1 }]);
    const ask = (): Promise<Response> =>
      fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': 'c1', 'anthropic-version': '2023-06-01' },
        body: JSON.stringify({
          model: 'claude-sonnet-4-6',
          max_tokens: 50,
          messages: [{ role: 'user', content: 'x' }],
        }),
      });
    await ask();
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(refused.headers.get('anthropic-ratelimit-requests-reset')).toBe('2026-07-15T12:01:00.000Z');
    expect(await refused.json()).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
  });
});
