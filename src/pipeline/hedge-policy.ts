// When a second attempt is worth its price: how late a first token may be, learned from those that came, and how many
// extra requests there may be. Knows nothing of requests.

import { QuantileEstimate } from '../lib/quantile-estimate.ts';

/** One for the whole gateway: lateness is told by model, extra requests are saved up for all of them together. */
export interface HedgePolicy {
  /** Milliseconds after which a first token of this model is late; undefined while too few have been seen. */
  lateAfterMs(provider: string, model: string): number | undefined;
  /** A first token came, or had not come after this time. */
  noteFirstToken(provider: string, model: string, ms: number): void;
  /** A request came: it earns its share of an extra one. */
  noteRequest(): void;
  /** Takes one extra request out of what was earned; false when there is none. */
  spend(): boolean;
}

const LATE = 0.95;
/** Below this the 95th percentile is a guess. */
const ENOUGH_SAMPLES = 40;
/** After a quiet time, no storm: extra requests that can be saved up. */
const MOST_SAVED = 10;
/** Names come from callers where models are not listed: the oldest are forgotten. */
const MOST_MODELS = 1000;
/** Sooner than this nothing is won by asking twice. */
const SOONEST_MS = 100;

/** Creates the policy; `budget` is the share of extra requests, e.g. 0.05. */
export function createHedgePolicy(budget: number): HedgePolicy {
  const estimates = new Map<string, QuantileEstimate>();
  let saved = 0;

  function estimateOf(provider: string, model: string): QuantileEstimate {
    const name = `${provider}/${model}`;
    const known = estimates.get(name);
    if (known !== undefined) return known;
    const [oldest] = estimates.keys();
    if (estimates.size >= MOST_MODELS && oldest !== undefined) estimates.delete(oldest);
    const fresh = new QuantileEstimate(LATE);
    estimates.set(name, fresh);
    return fresh;
  }

  return {
    lateAfterMs(provider, model) {
      const estimate = estimates.get(`${provider}/${model}`);
      if (estimate === undefined || estimate.count < ENOUGH_SAMPLES) return undefined;
      return Math.max(SOONEST_MS, estimate.value);
    },
    noteFirstToken: (provider, model, ms) => estimateOf(provider, model).add(ms),
    noteRequest() {
      saved = Math.min(MOST_SAVED, saved + budget);
    },
    spend() {
      // The sum of many small shares falls short of a whole by a rounding error.
      if (saved < 1 - 1e-9) return false;
      saved -= 1;
      return true;
    },
  };
}
