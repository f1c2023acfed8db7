// Error code of the catalogue → OpenAI's `type` and `code`, and whether the catalogue's hint tells the reader more.
// https://platform.openai.com/docs/guides/error-codes

import type { ErrorCode } from '../errors/catalog.ts';

/** How one code is said in OpenAI's form. */
export interface ErrorKind {
  readonly type: string;
  readonly code: string;
  /** Field at fault when the error names none. */
  readonly param?: string;
  /** The hint is worth appending. */
  readonly hinted: boolean;
}

function caller(code: string, hinted: boolean, param?: string): ErrorKind {
  return { type: 'invalid_request_error', code, hinted, ...(param === undefined ? {} : { param }) };
}

function server(code: string, hinted: boolean): ErrorKind {
  return { type: 'server_error', code, hinted };
}

/** Every code has its row: the type checker keeps it so. */
export const errorKinds: Readonly<Record<ErrorCode, ErrorKind>> = {
  invalid_json: caller('invalid_json', true),
  invalid_request: caller('invalid_value', false),
  missing_model: caller('missing_required_parameter', true, 'model'),
  context_length_exceeded: caller('context_length_exceeded', true),
  media_refused: caller('media_refused', true),
  content_policy: caller('content_policy_violation', true),
  authentication_failed: caller('invalid_api_key', true),
  admin_token_refused: caller('invalid_admin_token', true),
  too_many_tries: { type: 'requests', code: 'rate_limit_exceeded', hinted: true },
  forbidden: caller('forbidden', false),
  cross_origin: caller('cross_origin', true),
  model_not_found: caller('model_not_found', true, 'model'),
  not_found: caller('unknown_url', true),
  resource_not_found: caller('not_found', false),
  conflict: caller('conflict', false),
  method_not_allowed: caller('method_not_supported', true),
  request_timeout: caller('request_timeout', false),
  body_too_large: caller('request_too_large', true),
  not_supported: caller('unsupported_value', false),
  rate_limited: { type: 'requests', code: 'rate_limit_exceeded', hinted: false },
  quota_exhausted: { type: 'insufficient_quota', code: 'insufficient_quota', hinted: true },
  pool_empty: server('pool_empty', true),
  overloaded: server('overloaded', false),
  provider_error: server('provider_error', false),
  provider_timeout: server('provider_timeout', false),
  provider_unreachable: server('provider_unreachable', true),
  provider_refused: server('provider_refused', true),
  incomplete_answer: server('incomplete_answer', false),
  shutting_down: server('shutting_down', true),
  not_stored: server('not_stored', true),
  internal: server('internal_error', true),
};
