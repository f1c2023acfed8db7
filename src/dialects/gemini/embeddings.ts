// Embeddings: canon ⇄ batchEmbedContents.
// https://ai.google.dev/api/embeddings

import type { EmbeddingAnswer, EmbeddingRequest } from '../../canon/embedding.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readGeminiUsage } from './read-usage.ts';
import { wireNumber } from './wire-number.ts';

/** Google refuses more in one call. */
const MOST_INPUTS = 100;

/** Only whole vectors of this length come normalised from the models in {@link UNNORMALISED}. */
const WHOLE_DIMENSIONS = 3072;
const UNNORMALISED = /^(?:models\/)?gemini-embedding-001/u;

/** The request in pieces of at most 100 inputs, in order. */
export function splitEmbeddingRequest(request: EmbeddingRequest): EmbeddingRequest[] {
  const pieces: EmbeddingRequest[] = [];
  for (let at = 0; at < request.inputs.length; at += MOST_INPUTS) {
    pieces.push({ ...request, inputs: request.inputs.slice(at, at + MOST_INPUTS) });
  }
  return pieces;
}

/** The body of `models/{model}:batchEmbedContents`; at most 100 inputs. */
export function renderGeminiEmbeddings(request: EmbeddingRequest): JsonObject {
  const model = `models/${request.model.replace(/^models\//u, '')}`;
  return {
    requests: request.inputs.map((text) => ({
      model,
      content: { parts: [{ text }] },
      ...(request.dimensions !== undefined && { outputDimensionality: request.dimensions }),
    })),
  };
}

/**
 * The vectors, one for each input; shortened ones of gemini-embedding-001 are brought to length 1, as its makers ask.
 * Throws {@link GatewayError} `incomplete_answer` when any is missing.
 */
export function parseGeminiEmbeddings(body: JsonValue, request: EmbeddingRequest): EmbeddingAnswer {
  const holder = asObject(body);
  const shortened = request.dimensions !== undefined && request.dimensions !== WHOLE_DIMENSIONS;
  const normalises = shortened && UNNORMALISED.test(request.model);
  const vectors = asArray(holder?.['embeddings']).map((embedding) => {
    const values = asArray(asObject(embedding)?.['values']).map((value) => wireNumber(value) ?? Number.NaN);
    if (values.length === 0 || values.some(Number.isNaN)) throw incomplete(request);
    return normalises ? normalise(values) : values;
  });
  if (vectors.length !== request.inputs.length) throw incomplete(request);
  const counted = asObject(holder?.['usageMetadata']);
  const usage = counted && { ...readGeminiUsage(counted), outputTokens: undefined };
  return { model: request.model, vectors, ...(usage && { usage }) };
}

function incomplete(request: EmbeddingRequest): GatewayError {
  const count = request.inputs.length;
  return new GatewayError(
    'incomplete_answer',
    `The provider did not give ${count} whole vectors for ${count} inputs.`,
  );
}

function normalise(values: readonly number[]): number[] {
  const length = Math.hypot(...values);
  return length === 0 ? [...values] : values.map((value) => value / length);
}
