// Embeddings towards a provider: canon ⇄ `/embeddings`.
// https://platform.openai.com/docs/api-reference/embeddings/create

import type { EmbeddingAnswer, EmbeddingRequest } from '../../canon/embedding.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readOpenaiUsage } from './read-usage.ts';

/** The body. Vectors are asked for as numbers: not every service knows `base64`. */
export function renderOpenaiEmbeddings(request: EmbeddingRequest): JsonObject {
  return {
    model: request.model,
    input: [...request.inputs],
    encoding_format: 'float',
    ...(request.dimensions !== undefined && { dimensions: request.dimensions }),
  };
}

/**
 * The vectors, one for each input, in the inputs' order whatever the answer's. Throws {@link GatewayError}
 * `incomplete_answer` when any is missing.
 */
export function parseOpenaiEmbeddings(body: JsonValue, request: EmbeddingRequest): EmbeddingAnswer {
  const holder = asObject(body);
  const vectors: (readonly number[])[] = [];
  for (const [position, item] of asArray(holder?.['data']).entries()) {
    const entry = asObject(item);
    const vector = readVector(entry?.['embedding']);
    if (vector !== undefined) vectors[asNumber(entry?.['index']) ?? position] = vector;
  }
  const whole = request.inputs.map((_input, index) => vectors[index]);
  const found = whole.filter((vector) => vector !== undefined);
  if (found.length !== request.inputs.length || vectors.length !== found.length) {
    const count = request.inputs.length;
    throw new GatewayError(
      'incomplete_answer',
      `The provider did not give ${count} whole vectors for ${count} inputs.`,
    );
  }
  const usage = readOpenaiUsage(holder?.['usage']);
  return {
    model: asString(holder?.['model']) || request.model,
    vectors: found,
    ...(usage && { usage: { ...usage, outputTokens: undefined } }),
  };
}

/** Numbers, or little-endian float32 in base64 from services that know nothing else. */
function readVector(value: JsonValue | undefined): readonly number[] | undefined {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'base64');
    if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
    return Array.from({ length: bytes.length / 4 }, (_item, at) => bytes.readFloatLE(at * 4));
  }
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const numbers = value.map((item) => (typeof item === 'number' ? item : Number(rawText(item))));
  return numbers.some(Number.isNaN) ? undefined : numbers;
}

/** An exact parse keeps the text of numbers with many digits. */
function rawText(item: JsonValue): string | undefined {
  return asString(asObject(item)?.['rawJSON']);
}
