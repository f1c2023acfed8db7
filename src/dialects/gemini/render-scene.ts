// What every renderer of a request's parts needs to know.

import type { RenderRequestContext } from '../dialect.ts';
import type { ModelTraits } from './model-traits.ts';

export interface RenderScene {
  readonly context: RenderRequestContext;
  readonly traits: ModelTraits;
}
