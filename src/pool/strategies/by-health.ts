// In proportion to the square of the health score: the ailing keep a trickle, by which they can show that they are well.

import { createStride } from './stride.ts';
import type { Strategy } from './strategy.ts';

const TRICKLE = 0.02;

/** Creates the strategy `health`. */
export function createByHealth(): Strategy {
  return createStride(({ health }) => Math.max(TRICKLE, health * health));
}
