// The right name next to a wrong one.

import { distance } from 'fastest-levenshtein';

/** The most alike of `names`; undefined when none is alike enough to be meant. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  const asked = wrong.toLowerCase().replaceAll('-', '_');
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(asked.length / 3)) + 1;
  for (const name of names) {
    const candidate = distance(asked, name.toLowerCase().replaceAll('-', '_'));
    if (candidate < bestDistance) {
      best = name;
      bestDistance = candidate;
    }
  }
  return best;
}
