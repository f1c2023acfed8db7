// A failing case made as small as it still fails: fewer candidates, parts and pieces, whatever seed shows it soonest.

import type { Part, Plan } from './plan.ts';
import { runCase, type FuzzCase } from './run-case.ts';

/** Seeds tried for each smaller plan: where the fault strikes and how the bytes are cut follows from the seed. */
const SEEDS_A_PLAN = 30;

export function shrinkCase(failing: FuzzCase): FuzzCase {
  let smallest = failing;
  for (let shrunk: FuzzCase | undefined = smallest; shrunk !== undefined;) {
    smallest = shrunk;
    shrunk = undefined;
    for (const plan of smallerPlans(smallest.plan)) {
      shrunk = failsWith({ ...smallest, plan });
      if (shrunk !== undefined) break;
    }
  }
  return smallest;
}

function failsWith(candidate: FuzzCase): FuzzCase | undefined {
  for (let step = 0; step < SEEDS_A_PLAN; step++) {
    const tried = { ...candidate, seed: candidate.seed + step };
    if (fails(tried)) return tried;
  }
  return undefined;
}

function fails(tried: FuzzCase): boolean {
  try {
    return runCase(tried).wrong !== undefined;
  } catch {
    return true;
  }
}

function* smallerPlans(plan: Plan): Generator<Plan> {
  const { candidates } = plan;
  if (candidates.length > 1) yield { ...plan, candidates: candidates.slice(0, 1) };
  if (plan.usage) yield { ...plan, usage: false };
  for (const [at, candidate] of candidates.entries()) {
    const { parts } = candidate;
    const replaced = (next: readonly Part[]): Plan => ({
      ...plan,
      candidates: candidates.with(at, { ...candidate, parts: next }),
    });
    for (const index of parts.keys()) if (parts.length > 1) yield replaced(parts.toSpliced(index, 1));
    for (const [index, part] of parts.entries()) {
      if (!('pieces' in part) || part.pieces.length < 2) continue;
      // Arguments must stay JSON: two of their pieces become one.
      const [first = '', second = '', ...rest] = part.pieces;
      yield replaced(parts.with(index, { ...part, pieces: [first + second, ...rest] }));
    }
  }
}
