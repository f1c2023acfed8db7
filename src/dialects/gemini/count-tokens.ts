// Counting a request's tokens without spending an answer: canon ⇄ countTokens.
// https://ai.google.dev/api/tokens

import { createLoss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { parseGeminiRequest } from './parse-request.ts';
import { readObject } from './read-field.ts';
import { renderGeminiRequest } from './render-request.ts';
import { wireNumber } from './wire-number.ts';

/** The body of `models/{model}:countTokens`: instructions and tools are counted too, so the whole request is sent. */
export function renderGeminiCountTokens(request: CanonRequest, context: RenderRequestContext): JsonObject {
  const { generationConfig: _, ...body } = renderGeminiRequest(request, context);
  const model = `models/${context.model.replace(/^models\//u, '')}`;
  return { generateContentRequest: { model, ...body } };
}

/** What a client wants counted: contents, or a whole request. Throws GatewayError `invalid_request` naming the field. */
export function parseCountTokensRequest(body: JsonObject, model: string): CanonRequest {
  const whole = readObject(body, 'generateContentRequest', '') ?? body;
  return parseGeminiRequest({ ...whole, model, stream: false }, createLoss());
}

/** The answer to a client. */
export function renderTokenCount(tokens: number): JsonObject {
  return { totalTokens: tokens };
}

/** The number of tokens. Throws {@link GatewayError} `incomplete_answer` when the body names none. */
export function parseGeminiCountTokens(body: JsonValue): number {
  const total = wireNumber(asObject(body)?.['totalTokens']);
  if (total === undefined)
    throw new GatewayError('incomplete_answer', 'The provider did not count the tokens.');
  return total;
}
