// Which projects one request has asked at each of its targets: none is asked twice, whoever asked it.

import type { Target } from '../routing/target.ts';

/** Most requests are answered by the first project that they ask: nothing is made before one is noted. */
export class TriedProjects {
  #byTarget: Map<Target, Set<string>> | undefined;

  /** Undefined: none yet. */
  at(target: Target): ReadonlySet<string> | undefined {
    return this.#byTarget?.get(target);
  }

  add(target: Target, project: string): void {
    this.#byTarget ??= new Map();
    const projects = this.#byTarget.get(target);
    if (projects === undefined) this.#byTarget.set(target, new Set([project]));
    else projects.add(project);
  }

  /** It may be asked once more. */
  forget(target: Target, project: string): void {
    this.#byTarget?.get(target)?.delete(project);
  }
}
