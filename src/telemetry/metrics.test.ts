import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createMetrics, type KeyStateCount } from './metrics.ts';

function sample(text: string, series: string): number | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

const quiet = { keyStates: () => [] };

describe('metrics', () => {
  it('counts requests by endpoint and status, and times them in seconds', async () => {
    const metrics = createMetrics(quiet);
    metrics.requestStarted();
    metrics.requestStarted();
    metrics.requestStarted();
    metrics.requestFinished('/v1/messages', 200, 1500);
    metrics.requestFinished('/v1/messages', 429, 20);
    const text = await metrics.render();
    expect(sample(text, 'api_requests_total{endpoint="/v1/messages",status="200"}')).toBe(1);
    expect(sample(text, 'api_requests_total{endpoint="/v1/messages",status="429"}')).toBe(1);
    expect(sample(text, 'api_request_duration_seconds_sum{endpoint="/v1/messages"}')).toBeCloseTo(1.52);
    expect(sample(text, 'api_request_duration_seconds_bucket{le="600",endpoint="/v1/messages"}')).toBe(2);
    expect(sample(text, 'pollux_in_flight')).toBe(1);
  });

  it('counts attempts, verdicts, first tokens and loss', async () => {
    const metrics = createMetrics(quiet);
    metrics.attempt('gemini', 'ok');
    metrics.attempt('gemini', 'quota_per_day');
    metrics.verdict('gemini', 'quota_per_day');
    metrics.firstToken('gemini', 250);
    metrics.loss(['tools[0].cache_control', 'tools[7].cache_control', 'logit_bias']);
    const text = await metrics.render();
    expect(sample(text, 'pollux_upstream_attempts_total{provider="gemini",outcome="ok"}')).toBe(1);
    expect(sample(text, 'pollux_verdicts_total{provider="gemini",row="quota_per_day"}')).toBe(1);
    expect(sample(text, 'pollux_time_to_first_token_seconds_sum{provider="gemini"}')).toBeCloseTo(0.25);
    expect(sample(text, 'pollux_loss_total{field="tools[].cache_control"}')).toBe(2);
    expect(sample(text, 'pollux_loss_total{field="logit_bias"}')).toBe(1);
  });

  it('adds the tokens that are known, and survives figures that make no sense', async () => {
    const metrics = createMetrics(quiet);
    metrics.tokens('gemini', 'flash', { inputTokens: 7, outputTokens: 9, reasoningTokens: 4 });
    metrics.tokens('gemini', 'flash', { inputTokens: 3, outputTokens: -5, cachedInputTokens: Number.NaN });
    const text = await metrics.render();
    const total = (kind: string) =>
      sample(text, `pollux_tokens_total{provider="gemini",model="flash",kind="${kind}"}`);
    expect([total('input'), total('output'), total('reasoning'), total('cached')]).toEqual([
      10,
      9,
      4,
      undefined,
    ]);
  });

  it('asks for the states of the keys at each scrape and forgets the states that are gone', async () => {
    let states: readonly KeyStateCount[] = [{ provider: 'gemini', state: 'active', count: 3 }];
    const metrics = createMetrics({ keyStates: () => states });
    expect(sample(await metrics.render(), 'pollux_keys{provider="gemini",state="active"}')).toBe(3);
    states = [{ provider: 'gemini', state: 'dead', count: 3 }];
    const text = await metrics.render();
    expect(sample(text, 'pollux_keys{provider="gemini",state="active"}')).toBeUndefined();
    expect(sample(text, 'pollux_keys{provider="gemini",state="dead"}')).toBe(3);
  });

  it('keeps its size when clients invent model names and fields', async () => {
    const metrics = createMetrics(quiet);
    for (let index = 0; index < 5000; index++) {
      metrics.tokens('gemini', `invented-${index}`, { inputTokens: 1 });
      metrics.loss([`field_${index}`]);
    }
    const text = await metrics.render();
    expect(
      text.split('\n').filter((line) => line.startsWith('pollux_tokens_total{')).length,
    ).toBeLessThanOrEqual(101);
    expect(sample(text, 'pollux_tokens_total{provider="gemini",model="other",kind="input"}')).toBe(4900);
    expect(sample(text, 'pollux_loss_total{field="other"}')).toBe(4900);
  });

  it('shows the delay of the event loop', async () => {
    expect(await createMetrics(quiet).render()).toContain('nodejs_eventloop_lag_seconds');
  });
});

it('holds on to nothing once nobody holds it', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const keyStates = new WeakRef(createAndDrop());
  // What a WeakRef was made for stays until the end of the turn.
  await new Promise((resolve) => void setImmediate(resolve));
  collect();
  expect(keyStates.deref()).toBeUndefined();
});

function createAndDrop(): () => [] {
  const keyStates = (): [] => [];
  createMetrics({ keyStates }).requestStarted();
  return keyStates;
}
