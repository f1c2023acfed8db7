// `POST /v1/messages/count_tokens`: the body is a Messages body without `max_tokens`, the answer one number.
// https://platform.claude.com/docs/en/api/messages-count-tokens

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseRequest } from './parse-request.ts';

/** Parses the body of a count. Throws as {@link parseRequest} does. */
export function parseCountTokens(body: JsonObject, loss: Loss): CanonRequest {
  return parseRequest(body, loss);
}

/** The answer: a whole number of prompt tokens. */
export function renderCountTokens(inputTokens: number): JsonObject {
  return { input_tokens: Math.max(0, Math.round(inputTokens)) };
}
