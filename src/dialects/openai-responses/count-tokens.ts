// `POST /v1/responses/input_tokens`: the body of a Responses request, the answer one number.
// https://platform.openai.com/docs/api-reference/responses/input-tokens

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseRequest } from './parse-request.ts';

/** Parses the body of a count, in which the input may be missing. Throws as {@link parseRequest} does. */
export function parseCountTokens(body: JsonObject, loss: Loss): CanonRequest {
  const input = body['input'] ?? undefined;
  // A conversation needs some input, a count does not.
  const request = parseRequest({ ...body, input: input ?? '', stream: false }, loss);
  return input === undefined ? { ...request, messages: [] } : request;
}

/** The answer: a whole number of prompt tokens. */
export function renderCountTokens(inputTokens: number): JsonObject {
  return { object: 'response.input_tokens', input_tokens: Math.max(0, Math.round(inputTokens)) };
}
