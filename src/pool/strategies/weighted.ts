// In proportion to the configured weights.

import { createStride } from './stride.ts';
import type { Strategy } from './strategy.ts';

/** Creates the strategy `weighted`. */
export function createWeighted(): Strategy {
  return createStride(({ weight }) => weight);
}
