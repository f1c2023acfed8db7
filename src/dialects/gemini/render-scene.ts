// What every renderer of a request's parts needs to know.

import type { RenderRequestContext } from '../dialect.ts';
import type { ModelTraits } from './model-traits.ts';

/** One for each rendered request: `context` is the attempt's, `traits` its model's. */
export interface RenderScene {
  readonly context: RenderRequestContext;
  readonly traits: ModelTraits;
}
