// Embeddings: floats, or base64 of little-endian floats when asked. https://platform.openai.com/docs/api-reference/embeddings
import { asArray, asNumber, type JsonObject } from '../../lib/json.ts';
import { splitModelName } from '../faults.ts';
import { createEmbedding } from '../embedding-vector.ts';
import type { Reply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { admit } from './admit.ts';
import { invalidRequest } from './errors.ts';
import { embeddingDimensions } from './model-catalog.ts';

const MOST_INPUTS = 2048;

/** Answers `/v1/embeddings`, whose credential is in order. */
export function answerEmbeddings(exchange: Exchange, body: JsonObject): Reply {
  const inputs = readInputs(body['input']);
  if (inputs.length === 0)
    return invalidRequest(
      "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
    );
  if (inputs.length > MOST_INPUTS)
    return invalidRequest(
      `Invalid 'input': array too long. Expected an array with maximum length ${MOST_INPUTS}.`,
      'input',
      'array_above_max_length',
    );
  if (inputs.includes(''))
    return invalidRequest("Invalid 'input': input cannot be an empty string.", 'input');
  const model = exchange.call.model ?? '';
  const full = embeddingDimensions(splitModelName(model).base);
  const dimensions = asNumber(body['dimensions']) ?? full;
  if (dimensions < 1 || dimensions > full) {
    return invalidRequest(
      `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${full}.`,
      'dimensions',
    );
  }
  const admission = admit(exchange, inputs, undefined);
  if (admission.refused) return admission.refused;
  const data = inputs.map((input, index) => {
    const vector = normalise(createEmbedding(input, dimensions, full));
    const embedding = body['encoding_format'] === 'base64' ? encode(vector) : vector;
    return { object: 'embedding', index, embedding };
  });
  const usage = { prompt_tokens: admission.promptTokens, total_tokens: admission.promptTokens };
  return {
    kind: 'json',
    status: 200,
    body: { object: 'list', data, model, usage },
    headers: admission.headers,
  };
}

/** A string, strings, one list of tokens, or lists of tokens. */
function readInputs(input: unknown): string[] {
  if (typeof input === 'string') return [input];
  const items = asArray(input);
  if (items.length > 0 && items.every((item) => typeof item === 'number')) return [JSON.stringify(items)];
  return items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
}

function normalise(vector: readonly number[]): number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => Math.fround(value / length));
}

function encode(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
