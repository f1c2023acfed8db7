// Errors as the Responses API tells them: before the stream as OpenAI does everywhere, inside it an `error` event and a
// failed response.

import type { CanonRequest } from '../../canon/request.ts';
import type { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { WireError } from '../dialect.ts';
import {
  renderErrorMessage,
  renderErrorObject,
  renderHttpError,
  type OverflowWords,
} from '../openai-error.ts';
import { renderFrame } from './stream-frame.ts';
import { renderResponse } from './render-response.ts';

const overflow: OverflowWords = {
  param: 'input',
  sentence: ({ used, allowed }) =>
    `Your input exceeds the context window of this model: ${used} tokens of ${allowed}.`,
};

/** A whole HTTP answer. */
export function renderError(error: GatewayError, requestId: string): WireError {
  return renderHttpError(error, requestId, overflow);
}

/**
 * What breaks a stream off when nobody knows any more how far it came: an `error` event, at whose nested object SDKs
 * throw, and the failed response that agents wait for. A stream renderer that is still at hand says the same with the
 * output so far and the right sequence numbers.
 */
export function renderStreamError(error: GatewayError, requestId: string): string {
  const outcome = { status: 'failed', error: renderResponseError(error), incomplete: undefined } as const;
  const context = { nowMs: 0, requestId, request: UNKNOWN };
  const response = renderResponse(context, { model: '', outcome, output: [], usage: undefined });
  return renderFrame('error', 0, renderErrorEvent(error)) + renderFrame('response.failed', 1, { response });
}

/** What was asked is known no more than what was answered. */
const UNKNOWN: CanonRequest = {
  model: '',
  system: [],
  messages: [],
  tools: [],
  sampling: {},
  stop: [],
  stream: true,
  includeUsage: false,
};

/** The fields of an `error` event: as the reference has them, and nested as the service sends them. */
export function renderErrorEvent(error: GatewayError): JsonObject {
  const nested = { ...renderErrorObject(error, overflow) };
  const { code, message, param } = nested;
  return { code, message, param, error: nested };
}

/** `error` of a failed response, whose codes are fewer. */
export function renderResponseError(error: GatewayError): JsonObject {
  return { code: responseCode(error), message: renderErrorMessage(error, overflow) };
}

function responseCode(error: GatewayError): string {
  switch (error.entry.fault) {
    case 'caller':
    case 'client_key':
      return 'invalid_prompt';
    case 'pool':
      return error.status === 429 ? 'rate_limit_exceeded' : 'server_error';
    default:
      return 'server_error';
  }
}
