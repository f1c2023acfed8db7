// Embeddings: text in, vectors out.

import type { Usage } from './usage.ts';

export interface EmbeddingRequest {
  readonly model: string;
  readonly inputs: readonly string[];
  readonly dimensions?: number | undefined;
}

export interface EmbeddingAnswer {
  readonly model: string;
  /** One vector for each input, in order. */
  readonly vectors: readonly (readonly number[])[];
  readonly usage?: Usage | undefined;
}
