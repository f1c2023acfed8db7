// What Prometheus is told. Small typed methods for the hot path; label children are made once and their number is bounded.
// Knows nothing of requests beyond the words and figures it is handed.

import { Counter, Gauge, Registry } from 'prom-client';
import type { Usage } from '../canon/usage.ts';
import { LazyCounter } from './lazy-counter.ts';
import { createBoundedChildren, createBoundedPairs } from './bounded-children.ts';
import { processMetrics } from './process-metrics.ts';
import { SlotHistogram } from './slot-histogram.ts';

/** How many keys of a provider are in one state now. */
export interface KeyStateCount {
  readonly provider: string;
  readonly state: string;
  readonly count: number;
}

/** What cannot be counted as it happens. */
export interface MetricsOptions {
  /** Asked once a scrape. */
  readonly keyStates: () => Iterable<KeyStateCount>;
}

/** Durations are in milliseconds here and in seconds on the page, as Prometheus wants them. */
export interface Metrics {
  readonly contentType: string;
  /** The exposition text for `/metrics`. */
  render(): Promise<string>;
  requestStarted(): void;
  /** Exactly once for each `requestStarted`. `endpoint` is the route's pattern, never the path as asked. */
  requestFinished(endpoint: string, status: number, durationMs: number): void;
  /** `outcome`: `ok` or the verdict's row. */
  attempt(provider: string, outcome: string): void;
  verdict(provider: string, row: string): void;
  /** An attempt beside a late one: `won` or `lost`. */
  hedge(provider: string, outcome: string): void;
  /** `way`: `prefill`, `restart`, or `diverged`. */
  resume(provider: string, way: string): void;
  /** Milliseconds from the request's arrival to the first content. */
  firstToken(provider: string, durationMs: number): void;
  tokens(provider: string, model: string, usage: Usage): void;
  /** Names as `Loss` collects them; indexes are dropped, so that `tools[0].x` and `tools[7].x` are one. */
  loss(fields: Iterable<string>): void;
}

/** More different values than this of one label are counted together as `other`. */
const MAX_LABEL_VALUES = 100;
/** Seconds. Long thinking answers take minutes: the default buckets end at ten seconds. */
const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
const ESTIMATED_KINDS = ['input', 'output'] as const;
const TOKEN_KINDS = ['input', 'output', 'cached', 'cache_write', 'reasoning'] as const;

/** Creates the metrics on a registry of their own. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const ofProcess = processMetrics();
  const requests = new Counter({
    name: 'api_requests_total',
    help: 'Requests answered',
    labelNames: ['endpoint', 'status'],
    registers,
  });
  const durations = durationHistogram(
    'api_request_duration_seconds',
    'Time from the arrival of a request to the end of its answer',
    'endpoint',
  );
  const inFlight = new Gauge({ name: 'pollux_in_flight', help: 'Requests being answered', registers });
  const attempts = new Counter({
    name: 'pollux_upstream_attempts_total',
    help: 'Attempts at a provider, by outcome',
    labelNames: ['provider', 'outcome'],
    registers,
  });
  const verdicts = new Counter({
    name: 'pollux_verdicts_total',
    help: 'Provider failures, by the row of the verdict table',
    labelNames: ['provider', 'row'],
    registers,
  });
  const firstTokens = durationHistogram(
    'pollux_time_to_first_token_seconds',
    'Time from the arrival of a request to its first content',
    'provider',
  );
  const hedges = new Counter({
    name: 'pollux_hedges_total',
    help: 'Second attempts beside one whose first token was late, by whether they brought content first',
    labelNames: ['provider', 'outcome'],
    registers,
  });
  const resumes = new Counter({
    name: 'pollux_stream_resumes_total',
    help: 'Attempts to go on with a stream that broke off, by how; diverged: a restart that said something else',
    labelNames: ['provider', 'way'],
    registers,
  });
  const tokens = new Counter({
    name: 'pollux_tokens_total',
    help: 'Tokens, as reported by the provider where it did; cached and cache_write are part of input, reasoning is part of output',
    labelNames: ['provider', 'model', 'kind'],
    registers,
  });
  const estimated = new Counter({
    name: 'pollux_tokens_estimated_total',
    help: 'Of pollux_tokens_total, those of answers whose provider told no usage, or that were left before it did, the slower ones of hedged streams among them',
    labelNames: ['provider', 'model', 'kind'],
    registers,
  });
  const losses = new Counter({
    name: 'pollux_loss_total',
    help: 'Requests in which a field could not be carried to the provider',
    labelNames: ['field'],
    registers,
  });
  for (const histogram of [durations, firstTokens]) registry.registerMetric(histogram.asMetric());
  registry.registerMetric(createKeyGauge(options.keyStates));

  const lazyCounters: LazyCounter[] = [];
  const lazy = (counter: Counter.Internal): LazyCounter => {
    const counted = new LazyCounter(counter);
    lazyCounters.push(counted);
    return counted;
  };
  let running = 0;
  const requestOf = createBoundedPairs(
    (endpoint, status) => lazy(requests.labels({ endpoint, status })),
    MAX_LABEL_VALUES,
  );
  const attemptOf = createBoundedPairs(
    (provider, outcome) => lazy(attempts.labels({ provider, outcome })),
    MAX_LABEL_VALUES,
  );
  const verdictOf = createBoundedPairs(
    (provider, row) => lazy(verdicts.labels({ provider, row })),
    MAX_LABEL_VALUES,
  );
  const tokensOf = createBoundedPairs(
    (provider, model) => TOKEN_KINDS.map((kind) => lazy(tokens.labels({ provider, model, kind }))),
    MAX_LABEL_VALUES,
  );
  const estimatedOf = createBoundedPairs(
    (provider, model) => ESTIMATED_KINDS.map((kind) => lazy(estimated.labels({ provider, model, kind }))),
    MAX_LABEL_VALUES,
  );
  const lossOf = createBoundedChildren((field) => lazy(losses.labels({ field })), MAX_LABEL_VALUES);

  return {
    contentType: registry.contentType,
    async render() {
      inFlight.set(running);
      for (const counter of lazyCounters) counter.flush();
      return (await ofProcess.metrics()) + (await registry.metrics());
    },
    requestStarted() {
      running += 1;
    },
    requestFinished(endpoint, status, durationMs) {
      running -= 1;
      requestOf(endpoint, String(status)).inc();
      durations.observe(endpoint, durationMs / 1000);
    },
    attempt: (provider, outcome) => attemptOf(provider, outcome).inc(),
    verdict: (provider, row) => verdictOf(provider, row).inc(),
    hedge: (provider, outcome) => hedges.inc({ provider, outcome }),
    resume: (provider, way) => resumes.inc({ provider, way }),
    firstToken: (provider, durationMs) => firstTokens.observe(provider, durationMs / 1000),
    tokens(provider, model, usage) {
      const [input, output, cached, cacheWrite, reasoning] = tokensOf(provider, model);
      input?.add(usage.inputTokens);
      output?.add(usage.outputTokens);
      cached?.add(usage.cachedInputTokens);
      cacheWrite?.add(usage.cacheWriteTokens);
      reasoning?.add(usage.reasoningTokens);
      if (usage.estimated !== true) return;
      const [estimatedInput, estimatedOutput] = estimatedOf(provider, model);
      estimatedInput?.add(usage.inputTokens);
      estimatedOutput?.add(usage.outputTokens);
    },
    loss(fields) {
      for (const field of fields) lossOf(field.replaceAll(/\[[^\]]*\]/gu, '[]')).inc();
    },
  };
}

function durationHistogram(name: string, help: string, label: string): SlotHistogram {
  return new SlotHistogram({
    name,
    help,
    label,
    buckets: DURATION_BUCKETS,
    maxLabelValues: MAX_LABEL_VALUES,
  });
}

function createKeyGauge(keyStates: MetricsOptions['keyStates']): Gauge<'provider' | 'state'> {
  return new Gauge({
    name: 'pollux_keys',
    help: 'Provider keys, by state',
    labelNames: ['provider', 'state'],
    registers: [],
    collect() {
      this.reset();
      for (const { provider, state, count: keys } of keyStates()) this.set({ provider, state }, keys);
    },
  });
}
