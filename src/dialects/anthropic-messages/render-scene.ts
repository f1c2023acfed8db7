// What every renderer of a part of a request is handed: where losses go, and what the model can do.

import type { RenderRequestContext } from '../dialect.ts';
import type { ModelTraits } from './model-traits.ts';

/** One for each rendered request: `context` is the attempt's, `traits` its model's. */
export interface RenderScene {
  readonly context: RenderRequestContext;
  readonly traits: ModelTraits;
}
