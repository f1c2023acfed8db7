// Google's error answers, word for word where they are known. Knows nothing of when they are due.
// https://ai.google.dev/gemini-api/docs/troubleshooting
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';

const SERVICE = 'generativelanguage.googleapis.com';

/**
 * As in a `google.rpc.BadRequest`: the path in snake case, e.g. `generation_config.top_k`; empty for the body
 * itself.
 */
export interface FieldViolation {
  readonly field: string;
  readonly description: string;
}

/** The envelope of google.rpc.Status. */
export function geminiError(
  code: number,
  status: string,
  message: string,
  details?: readonly JsonObject[],
): JsonReply {
  const error: JsonObject = { code, message, status };
  if (details) error['details'] = details as JsonValue;
  return { kind: 'json', status: code, body: { error }, pretty: true };
}

/** A `google.rpc.ErrorInfo` for `details`. */
export function errorInfo(reason: string, metadata?: JsonObject): JsonObject {
  return {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain: 'googleapis.com',
    metadata: { service: SERVICE, ...metadata },
  };
}

/** A `google.rpc.Help` with one link, for `details`. */
export function help(description: string, url: string): JsonObject {
  return { '@type': 'type.googleapis.com/google.rpc.Help', links: [{ description, url }] };
}

/** 400 INVALID_ARGUMENT with a plain message. */
export function invalidArgument(message = 'Request contains an invalid argument.'): JsonReply {
  return geminiError(400, 'INVALID_ARGUMENT', message);
}

/** 400 INVALID_ARGUMENT that names each wrong field. */
export function badRequest(violations: readonly FieldViolation[]): JsonReply {
  const message = violations.map(({ description }) => description).join('\n');
  return geminiError(400, 'INVALID_ARGUMENT', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.BadRequest',
      fieldViolations: violations.map(({ field, description }) =>
        field === '' ? { description } : { field, description },
      ),
    },
  ]);
}

/** 404 NOT_FOUND for a model that is not there or does not know the method. */
export function modelNotFound(model: string, version: string, operation: string): JsonReply {
  const message =
    `models/${model} is not found for API version ${version}, or is not supported for ${operation}. ` +
    'Call ListModels to see the list of available models and their supported methods.';
  return geminiError(404, 'NOT_FOUND', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.DebugInfo',
      detail: `[ORIGINAL ERROR] generic::not_found: ${message} [google.rpc.error_details_ext] { message: "${message}" }`,
    },
  ]);
}

/** 400 INVALID_ARGUMENT for a prompt that is too long. */
export function contextOverflow(tokens: number, limit: number): JsonReply {
  return invalidArgument(
    `The input token count (${tokens}) exceeds the maximum number of tokens allowed (${limit}).`,
  );
}

/** The plain answer that goes with a bare HTTP status. */
export function geminiStatusError(status: number, model: string | undefined): JsonReply {
  switch (status) {
    case 400:
      return invalidArgument();
    case 401:
      return geminiError(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    case 402:
      return geminiError(402, 'RESOURCE_EXHAUSTED', 'Your Prepay credit balance is depleted.');
    case 403:
      return geminiError(403, 'PERMISSION_DENIED', 'The caller does not have permission');
    case 404:
      return modelNotFound(model ?? 'unknown', 'v1beta', 'generateContent');
    case 413:
      return geminiError(413, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit: 20971520 bytes.');
    case 429:
      return geminiError(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).');
    case 499:
      return geminiError(499, 'CANCELLED', 'The operation was cancelled.');
    case 500:
      return geminiError(
        500,
        'INTERNAL',
        'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
      );
    case 501:
      return geminiError(501, 'UNIMPLEMENTED', 'Operation is not implemented, or supported, or enabled.');
    case 503:
      return geminiError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.');
    case 504:
      return geminiError(504, 'DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.');
    default:
      return geminiError(status, 'UNKNOWN', `Simulated error ${status}.`);
  }
}
