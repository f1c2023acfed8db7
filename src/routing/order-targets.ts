// Which of several targets is tried first: by chance in proportion to their weights, else in the order given. Those for
// certain occasions come last.

import type { Random } from '../lib/random.ts';
import type { AliasTarget } from './target.ts';

/** The order of one request's plan. */
export function orderTargets(targets: readonly AliasTarget[], random: Random): readonly AliasTarget[] {
  if (targets.every(({ onlyFor }) => onlyFor === undefined)) return orderByWeight(targets, random);
  const ordinary = targets.filter(({ onlyFor }) => onlyFor === undefined);
  const occasional = targets.filter(({ onlyFor }) => onlyFor !== undefined);
  return [...orderByWeight(ordinary, random), ...occasional];
}

/** Draws without putting back, so that those that come later still follow their weights. Without weights: as given. */
function orderByWeight(targets: readonly AliasTarget[], random: Random): readonly AliasTarget[] {
  if (!targets.some(({ weight }) => weight !== undefined)) return targets;
  const left = [...targets];
  const ordered: AliasTarget[] = [];
  while (left.length > 0) {
    let draw = random() * left.reduce((sum, { weight = 1 }) => sum + weight, 0);
    const index = left.findIndex(({ weight = 1 }) => (draw -= weight) < 0);
    ordered.push(...left.splice(index === -1 ? left.length - 1 : index, 1));
  }
  return ordered;
}
