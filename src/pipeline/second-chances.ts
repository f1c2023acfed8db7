// Which projects of one target a request may ask again: as a rule none.

import type { Verdict } from '../providers/verdict.ts';
import type { Target } from '../routing/target.ts';
import { isQuota } from './attempt-ledger.ts';
import type { TriedProjects } from './tried-projects.ts';

/** The second chances at one target. */
export class SecondChances {
  readonly #tried: TriedProjects;
  readonly #target: Target;
  /** Projects that refused for their quota. */
  readonly #refused: string[] = [];
  /** Projects of which a key turned out to be unusable. */
  #bereft: string[] = [];
  #quotasHadTheirs = false;

  constructor(tried: TriedProjects, target: Target) {
    this.#tried = tried;
    this.#target = target;
  }

  /** The project had its attempt, which ended so. */
  note(project: string, verdict: Verdict): void {
    this.#tried.add(this.#target, project);
    if (losesKey(verdict)) this.#bereft.push(project);
    else if (!this.#quotasHadTheirs && isQuota(verdict)) this.#refused.push(project);
  }

  /** Where no other project is ready, one that has lost a key may have another: its quota has not been asked. */
  forSiblings(): boolean {
    const projects = this.#bereft;
    this.#bereft = [];
    return this.#give(projects);
  }

  /** Buckets that refused for their quota rest now; after that rest, and only then, each may be asked once more. */
  forQuotas(): boolean {
    if (this.#quotasHadTheirs || this.#refused.length === 0) return false;
    this.#quotasHadTheirs = true;
    return this.#give(this.#refused);
  }

  #give(projects: readonly string[]): boolean {
    for (const project of projects) this.#tried.forget(this.#target, project);
    return projects.length > 0;
  }
}

/** The key is no good; that says nothing of its project. */
function losesKey({ effect: { kind } }: Verdict): boolean {
  return kind === 'key_dead' || kind === 'key_quarantine';
}
