// Anthropic's error answers. https://platform.claude.com/docs/en/api/errors
import type { JsonObject } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';

const TYPES: Readonly<Record<number, readonly [type: string, message: string]>> = {
  400: ['invalid_request_error', 'Invalid request'],
  401: ['authentication_error', 'invalid x-api-key'],
  402: [
    'billing_error',
    'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  ],
  403: ['permission_error', 'Your API key does not have permission to use the specified resource.'],
  404: ['not_found_error', 'Not found'],
  409: ['conflict_error', 'The request conflicts with the current state of the resource.'],
  413: ['request_too_large', 'Request exceeds the maximum size'],
  429: ['rate_limit_error', "This request would exceed your account's rate limit. Please try again later."],
  500: ['api_error', 'Internal server error'],
  504: ['timeout_error', 'Request timed out.'],
  529: ['overloaded_error', 'Overloaded'],
};

/** The envelope with the type that belongs to `status`; `message` defaults to the usual one. `details` are for programs. */
export function anthropicError(
  status: number,
  message?: string,
  headers?: Readonly<Record<string, string>>,
  details?: JsonObject,
): JsonReply {
  const [type, usual] =
    TYPES[status] ??
    (status < 500 ? ['invalid_request_error', 'Invalid request'] : ['api_error', 'Internal server error']);
  const body = {
    type: 'error',
    error: { type, message: message ?? usual, ...(details && { details }) },
    request_id: 'req_011Simulated000000000000',
  };
  return { kind: 'json', status, body, headers };
}

/** 404 not_found_error for a model that is not there. */
export function unknownClaude(model: string): JsonReply {
  return anthropicError(404, `model: ${model}`);
}
