// When most projects are refused for their rate at once, and no refusal names a quota, it is this address that is too
// fast: everything slows down for a while. Knows nothing of the single limits of projects.

import type { Verdict } from '../providers/verdict.ts';
import type { Project } from './project.ts';

const WINDOW_MS = 30_000;
const FEWEST_PROJECTS = 4;
const SLOW_FOR_MS = { first: 30_000, longest: 120_000 } as const;
const GAP_MS = 1000;

/** A refusal for a rate that says neither which nor for how long. */
export function isBare({ effect, counts }: Verdict): boolean {
  if (effect.kind !== 'bucket_cool' || effect.reason !== 'unspecified' || !counts) return false;
  return effect.limits.length === 0 && effect.retryAfterMs === undefined;
}

/** Watches the answers of all projects together. */
export class EgressPace {
  /** Projects with their last answer; those that are older than the window do not count. */
  readonly #answers = new Map<Project, { atMs: number; bare: boolean }>();
  #level = 0;
  #slowSinceMs = 0;
  #slowUntilMs = 0;
  #nextMs = 0;

  /** Unix milliseconds from which a request may go; at or before `nowMs`: at once. */
  admitsAt(nowMs: number): number {
    return nowMs < this.#slowUntilMs ? Math.max(this.#nextMs, nowMs) : nowMs;
  }

  /** End of the slow time, Unix ms; undefined when there is none. */
  slowedUntil(nowMs: number): number | undefined {
    return this.#slowUntilMs > nowMs ? this.#slowUntilMs : undefined;
  }

  /** A request goes. */
  begin(nowMs: number): void {
    if (nowMs < this.#slowUntilMs) this.#nextMs = nowMs + GAP_MS;
  }

  /** It was never sent. */
  takeBack(): void {
    this.#nextMs = 0;
  }

  /** Takes in an answer; the end of the slow time (Unix ms) when it is what begins or prolongs it. */
  note(project: Project, bare: boolean, leasedMs: number, nowMs: number): number | undefined {
    // What was sent before tells nothing of whether the slower pace is slow enough.
    if (leasedMs <= this.#slowSinceMs) return undefined;
    const answer = this.#answers.get(project);
    if (answer === undefined) this.#answers.set(project, { atMs: nowMs, bare });
    else {
      answer.atMs = nowMs;
      answer.bare = bare;
    }
    if (!bare || !this.#tooFast(nowMs)) return undefined;
    const soonAfter = nowMs < this.#slowUntilMs + SLOW_FOR_MS.longest;
    this.#level = soonAfter ? this.#level + 1 : 0;
    this.#answers.clear();
    this.#slowSinceMs = nowMs;
    this.#slowUntilMs = nowMs + Math.min(SLOW_FOR_MS.first * 2 ** this.#level, SLOW_FOR_MS.longest);
    this.#nextMs = nowMs + GAP_MS;
    return this.#slowUntilMs;
  }

  /** More than half of the projects in use, and not just a few. */
  #tooFast(nowMs: number): boolean {
    let bare = 0;
    for (const [project, answer] of this.#answers) {
      if (answer.atMs <= nowMs - WINDOW_MS) this.#answers.delete(project);
      else if (answer.bare) bare++;
    }
    return bare >= FEWEST_PROJECTS && bare * 2 > this.#answers.size;
  }
}
