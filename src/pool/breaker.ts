// A circuit breaker: closed, open for a while after failures in a row, then a few trial requests.
// Guards a model or the way out; 429s never come here.

/** One trial that fails opens it again, longer each time. */
export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failureThreshold: number;
  readonly recoveryTimeoutMs: number;
  /** Trial requests that must succeed, and that run at once at most. */
  readonly successThreshold: number;
}

/** For people. */
export interface BreakerStatus {
  readonly state: 'closed' | 'open' | 'half_open';
  /** While open: until when, Unix ms. */
  readonly untilMs: number | undefined;
  /** Failures in a row, while closed. */
  readonly failures: number;
}

/** A trial that is still out after this long may be a model that thinks: another one goes. */
const TRIAL_PATIENCE_MS = 15_000;
/** The end of a trial may tell sooner. */
const LOOK_AGAIN_MS = 1000;
/** A breaker that keeps failing stays open longer each time, up to this many times its recovery time. */
const LONGEST_FACTOR = 8;

/** The circuit breaker of one model. */
export class Breaker {
  readonly #settings: BreakerSettings;
  #failures = 0;
  #successes = 0;
  #trials = 0;
  #lastTrialMs = 0;
  #openUntilMs = 0;
  #halfOpen = false;
  #factor = 1;
  /** Changes whenever it opens: what was sent before that no longer tells anything. */
  #generation = 0;

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
  }

  /** As it is; changes nothing. */
  status(nowMs: number): BreakerStatus {
    const opened = this.#openUntilMs > nowMs;
    const state = opened ? 'open' : this.#halfOpen || this.#openUntilMs > 0 ? 'half_open' : 'closed';
    return { state, untilMs: opened ? this.#openUntilMs : undefined, failures: this.#failures };
  }

  /** Trial requests that are out. */
  get trials(): number {
    return this.#trials;
  }

  /** Unix milliseconds from which a request may go, or when to ask again; at or before `nowMs`: at once. */
  admitsAt(nowMs: number): number {
    if (!this.#halfOpen && this.#openUntilMs === 0) return nowMs;
    if (this.#openUntilMs > nowMs) return this.#openUntilMs;
    this.#halfOpen = true;
    if (this.#trials < this.#settings.successThreshold) return nowMs;
    return Math.min(this.#lastTrialMs + TRIAL_PATIENCE_MS, nowMs + LOOK_AGAIN_MS);
  }

  /** A request goes; what it returns is handed back at its end. */
  begin(nowMs: number): number {
    if (this.#halfOpen) {
      this.#trials++;
      this.#lastTrialMs = nowMs;
    }
    return this.#generation;
  }

  succeeded(generation: number): void {
    if (generation !== this.#generation) return;
    this.#failures = 0;
    if (!this.#halfOpen) return;
    this.#trials = Math.max(0, this.#trials - 1);
    this.#successes++;
    if (this.#successes >= this.#settings.successThreshold) this.#close();
  }

  failed(generation: number, nowMs: number): void {
    if (generation !== this.#generation) return;
    this.#failures++;
    if (this.#halfOpen) {
      this.#factor = Math.min(this.#factor * 2, LONGEST_FACTOR);
      this.open(nowMs, this.#settings.recoveryTimeoutMs * this.#factor);
    } else if (this.#failures >= this.#settings.failureThreshold) {
      this.open(nowMs, this.#settings.recoveryTimeoutMs);
    }
  }

  /** The request ended in a way that says nothing. */
  ended(generation: number): void {
    if (generation === this.#generation) this.#trials = Math.max(0, this.#trials - 1);
  }

  open(nowMs: number, forMs: number): void {
    this.#generation++;
    this.#openUntilMs = Math.max(this.#openUntilMs, nowMs + forMs);
    this.#halfOpen = false;
    this.#failures = 0;
    this.#successes = 0;
    this.#trials = 0;
  }

  #close(): void {
    this.#generation++;
    this.#openUntilMs = 0;
    this.#halfOpen = false;
    this.#successes = 0;
    this.#trials = 0;
    this.#factor = 1;
  }
}
