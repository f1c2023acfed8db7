// A group of keys that share the provider's quotas. A key without a known project is one of its own.

import type { Bucket } from './bucket.ts';
import type { ModelRoom } from './model-room.ts';
import { keyUsableAt, type PoolKey } from './pool-key.ts';

/** Mutable. Rests as a whole where the refusal was of the project: every key of it stands still then. */
export interface Project {
  /** Changes once, when the provider names a project that was not known. */
  id: string;
  /** Further names that lead here: what the provider calls it. */
  readonly otherNames: string[];
  readonly keys: PoolKey[];
  /** Those of them that are in service, as of the last placing; undefined until somebody asks. Of many, few may live. */
  inService: readonly PoolKey[] | undefined;
  readonly buckets: Map<ModelRoom, Bucket>;
  /** Quarantine, Unix ms; Infinity when the project is dead. */
  untilMs: number;
  reason: string | undefined;
  /** Refusals in a row for spending too fast, and when the last rest for it began, Unix ms. */
  spendLevel: number;
  spendRestedMs: number;
  /** Where the next choice among several keys begins. */
  turn: number;
}

/** Creates a project without keys. */
export function createProject(id: string): Project {
  return {
    id,
    otherNames: [],
    keys: [],
    inService: undefined,
    buckets: new Map(),
    untilMs: 0,
    reason: undefined,
    spendLevel: 0,
    spendRestedMs: 0,
    turn: 0,
  };
}

function keysInService(project: Project): readonly PoolKey[] {
  const { keys } = project;
  // Mostly all of them: then it is the same list, and no other to look up.
  return (project.inService ??= keys.every(isInService) ? keys : keys.filter(isInService));
}

function isInService(key: PoolKey): boolean {
  return keyUsableAt(key) !== Infinity;
}

/** When any key of the project may serve the model; Infinity: not without a probe. */
export function projectUsableAt(project: Project, model: string, nowMs: number): number {
  if (project.untilMs === Infinity) return Infinity;
  let earliest = Infinity;
  for (const key of keysInService(project)) {
    const at = keyUsableAt(key);
    if (at >= earliest || !key.serves(model)) continue;
    earliest = at;
    if (earliest <= nowMs) break;
  }
  return Math.max(earliest, project.untilMs);
}

/** The next usable key in turn. */
export function chooseKey(project: Project, model: string, nowMs: number): PoolKey | undefined {
  const keys = keysInService(project);
  for (let step = 0; step < keys.length; step++) {
    const at = (project.turn + step) % keys.length;
    const key = keys[at];
    if (!key || keyUsableAt(key) > nowMs || !key.serves(model)) continue;
    project.turn = at + 1;
    return key;
  }
  return undefined;
}
