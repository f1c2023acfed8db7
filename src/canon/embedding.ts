// Embeddings: text in, vectors out.

import type { Usage } from './usage.ts';

/** Texts to be embedded, in order; without `dimensions` the vectors are as long as the model makes them. */
export interface EmbeddingRequest {
  readonly model: string;
  readonly inputs: readonly string[];
  readonly dimensions?: number | undefined;
}

/** Plain numbers: base64 is made of them where the caller asked for it. */
export interface EmbeddingAnswer {
  readonly model: string;
  /** One vector for each input, in order. */
  readonly vectors: readonly (readonly number[])[];
  readonly usage?: Usage | undefined;
}
