// A key's health, 0.0–1.0: falls with failures and slowness, recovers with successes and, slowly, with time alone.

import { ewma } from '../lib/ewma.ts';

const FAILURE_SHARE = 0.2;
const SUCCESS_SHARE = 0.1;
/** Half of what is missing comes back in this time. */
const RECOVERY_HALF_LIFE_MS = 5 * 60_000;
const LATENCY_SHARE = 0.1;
/** How much of the score a key loses that is far slower than its fellows. */
const LATENCY_WEIGHT = 0.3;

/** Milliseconds to the first byte, over all keys of a provider: what is normal here. */
export interface LatencyNorm {
  averageMs: number | undefined;
}

/** The health of one key. */
export class HealthScore {
  readonly #norm: LatencyNorm;
  #score = 1;
  #sinceMs = 0;
  #latencyMs: number | undefined;

  constructor(norm: LatencyNorm) {
    this.#norm = norm;
  }

  value(nowMs: number): number {
    const score = this.#recovered(nowMs);
    const norm = this.#norm.averageMs;
    if (norm === undefined || this.#latencyMs === undefined || this.#latencyMs <= norm) return score;
    return score * (1 - LATENCY_WEIGHT * (1 - norm / this.#latencyMs));
  }

  succeeded(firstByteMs: number, nowMs: number): void {
    this.#set(ewma(this.#recovered(nowMs), 1, SUCCESS_SHARE), nowMs);
    this.#latencyMs = ewma(this.#latencyMs, firstByteMs, LATENCY_SHARE);
    this.#norm.averageMs = ewma(this.#norm.averageMs, firstByteMs, LATENCY_SHARE / 4);
  }

  failed(nowMs: number): void {
    this.#set(ewma(this.#recovered(nowMs), 0, FAILURE_SHARE), nowMs);
  }

  #recovered(nowMs: number): number {
    if (this.#score >= 0.999) return 1;
    return 1 - (1 - this.#score) * 0.5 ** (Math.max(0, nowMs - this.#sinceMs) / RECOVERY_HALF_LIFE_MS);
  }

  #set(score: number, nowMs: number): void {
    this.#score = score;
    this.#sinceMs = nowMs;
  }
}
