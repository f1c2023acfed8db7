// `/v1/embeddings`: body → canonical request, canonical answer → `{object: "list", data, model, usage}`.
// https://platform.openai.com/docs/api-reference/embeddings

import type { EmbeddingAnswer, EmbeddingRequest } from '../../canon/embedding.ts';
import type { Loss } from '../../canon/loss.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { readField, readInteger, readString, refuse } from '../openai-field-reader.ts';

/** `float` is the API's default; its SDKs ask for `base64` (little-endian float32) and decode it themselves. */
export type EmbeddingEncoding = 'float' | 'base64';

/**
 * `encoding` is how the caller wants its vectors written:
 * https://platform.openai.com/docs/api-reference/embeddings/create
 */
export interface EmbeddingCall {
  readonly request: EmbeddingRequest;
  readonly encoding: EmbeddingEncoding;
}

/** OpenAI's own ceiling for one request. */
const MOST_INPUTS = 2048;
const carried: ReadonlySet<string> = new Set(['model', 'input', 'dimensions', 'encoding_format', 'user']);

/** Parses the body. Throws GatewayError `missing_model` or `invalid_request` with the field's path in `param`. */
export function parseEmbeddings(body: JsonObject, loss?: Loss): EmbeddingCall {
  const model = readString(body, 'model');
  if (model === undefined || model === '') {
    throw new GatewayError('missing_model', 'you must provide a model parameter', { param: 'model' });
  }
  const inputs = parseInputs(readField(body, 'input'));
  const dimensions = readInteger(body, 'dimensions', 1);
  const encoding = readString(body, 'encoding_format') ?? 'float';
  if (encoding !== 'float' && encoding !== 'base64')
    throw refuse('encoding_format', 'float or base64', encoding);
  for (const [name, value] of Object.entries(body)) {
    if (!carried.has(name) && value !== null && /^[\w.-]{1,64}$/u.test(name)) loss?.add(name);
  }
  return { request: { model, inputs, dimensions }, encoding };
}

/** Renders the answer; vectors keep their order. Unknown token counts are 0, as the SDKs' types want numbers. */
export function renderEmbeddings(answer: EmbeddingAnswer, encoding: EmbeddingEncoding): JsonObject {
  const input = answer.usage?.inputTokens ?? 0;
  return {
    object: 'list',
    data: answer.vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: encoding === 'base64' ? encodeVector(vector) : [...vector],
    })),
    model: answer.model,
    usage: { prompt_tokens: input, total_tokens: answer.usage?.totalTokens ?? input },
  };
}

function parseInputs(input: JsonValue | undefined): readonly string[] {
  const list = Array.isArray(input) ? input : [input];
  if (list.length === 0) throw refuse('input', 'at least one text');
  if (list.length > MOST_INPUTS) throw refuse('input', `at most ${MOST_INPUTS} texts`, list.length);
  return list.map((item, index) => {
    const at = Array.isArray(input) ? `input[${index}]` : 'input';
    if (typeof item === 'number' || Array.isArray(item)) {
      // Token numbers mean something to OpenAI's tokenizers only; no other provider can read them.
      throw refuse('input', 'text: arrays of token numbers are not supported, send the text itself');
    }
    if (typeof item !== 'string') throw refuse(at, 'a string or an array of strings', item);
    if (item === '') throw refuse(at, 'text that is not empty');
    return item;
  });
}

function encodeVector(vector: readonly number[]): string {
  const bytes = Buffer.allocUnsafe(vector.length * 4);
  let at = 0;
  for (const value of vector) at = bytes.writeFloatLE(value, at);
  return bytes.toString('base64');
}
