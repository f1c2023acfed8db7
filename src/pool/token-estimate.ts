// How far the gateway's estimates of tokens are from what a model's provider counts: learned from answers, so that a
// limit of tokens is neither overrun nor left unused. One for each model.

import { ewma } from '../lib/ewma.ts';

const SHARE = 0.05;
/** So many mean deviations above the mean: few requests are larger than expected. */
const DEVIATIONS = 2.5;
/** One odd answer must not move everything. */
const FURTHEST = 8;

/** Corrects estimates by what has become of earlier ones. */
export class TokenEstimate {
  #mean = 1;
  #deviation = 0;
  #known = false;

  /** Tokens to reckon with. */
  expect(estimated: number): number {
    return this.#known ? Math.ceil(estimated * (this.#mean + DEVIATIONS * this.#deviation)) : estimated;
  }

  /** What was estimated, and what the provider counted. */
  note(estimated: number, counted: number): void {
    if (estimated <= 0 || counted <= 0) return;
    const ratio = Math.min(Math.max(counted / estimated, 1 / FURTHEST), FURTHEST);
    this.#mean = ewma(this.#known ? this.#mean : undefined, ratio, SHARE);
    this.#deviation = ewma(this.#deviation, Math.abs(ratio - this.#mean), SHARE);
    this.#known = true;
  }
}
