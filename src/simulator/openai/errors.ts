// OpenAI's error answers. https://platform.openai.com/docs/guides/error-codes
import type { JsonReply } from '../reply.ts';

/** The envelope `{error: {message, type, param, code}}`. */
export function openaiError(
  status: number,
  message: string,
  type: string,
  code: string | null = null,
  param: string | null = null,
  headers?: Readonly<Record<string, string>>,
): JsonReply {
  return { kind: 'json', status, body: { error: { message, type, param, code } }, headers };
}

/** 400 invalid_request_error. */
export function invalidRequest(
  message: string,
  param: string | null = null,
  code: string | null = null,
): JsonReply {
  return openaiError(400, message, 'invalid_request_error', code, param);
}

/** 401 invalid_api_key, with the key masked as OpenAI does. */
export function invalidKey(key: string): JsonReply {
  const shown = key.length > 12 ? `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}` : key;
  return openaiError(
    401,
    `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    'invalid_request_error',
    'invalid_api_key',
  );
}

/** 429 because money is out; another try never helps. */
export function insufficientQuota(): JsonReply {
  return openaiError(
    429,
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, read ' +
      'the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
    'insufficient_quota',
    'insufficient_quota',
  );
}

/** 404 on chat and embeddings, 400 on Responses. */
export function unknownModel(model: string, status = 404): JsonReply {
  return openaiError(
    status,
    `The model \`${model}\` does not exist or you do not have access to it.`,
    'invalid_request_error',
    'model_not_found',
    status === 400 ? 'model' : null,
  );
}

/** 404 on chat for a model that only Responses has. */
export function responsesOnly(): JsonReply {
  return openaiError(
    404,
    'This model is only supported in v1/responses and not in v1/chat/completions.',
    'invalid_request_error',
    null,
    'model',
  );
}

/** 400 on Responses for a model that only chat has. */
export function chatOnly(model: string): JsonReply {
  return invalidRequest(
    `The requested model '${model}' is not supported with the Responses API.`,
    'model',
    'model_not_found',
  );
}

/** The plain answer that goes with a bare HTTP status. */
export function openaiStatusError(status: number, model: string | undefined): JsonReply {
  switch (status) {
    case 400:
      return invalidRequest('Invalid request.');
    case 401:
      return invalidKey('sk-simulated-unknown-key');
    case 402:
      return openaiError(402, 'Payment required.', 'insufficient_quota', 'credit_balance_exhausted');
    case 403:
      return openaiError(
        403,
        'Country, region, or territory not supported',
        'request_forbidden',
        'unsupported_country_region_territory',
      );
    case 404:
      return unknownModel(model ?? 'unknown');
    case 429:
      return openaiError(
        429,
        'Rate limit reached. Please try again later.',
        'requests',
        'rate_limit_exceeded',
      );
    case 500:
      return openaiError(
        500,
        'The server had an error while processing your request. Sorry about that!',
        'server_error',
      );
    case 503:
      return openaiError(
        503,
        'The engine is currently overloaded, please try again later.',
        'server_error',
        'service_unavailable',
      );
    default:
      return openaiError(
        status,
        `Simulated error ${status}.`,
        status < 500 ? 'invalid_request_error' : 'server_error',
      );
  }
}
