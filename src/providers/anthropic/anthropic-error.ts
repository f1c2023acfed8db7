// Anthropic's error object out of whatever came back: its envelope, the bare object, HTML or nothing.
// Reads structure only; what it means is decided by the verdict table.
// https://platform.claude.com/docs/en/api/errors

import { asObject, asString, tryParseJson } from '../../lib/json.ts';

/** The inner object of `{type: "error", error: {…}}`, which answers and streams both have. */
export interface AnthropicError {
  /** `rate_limit_error`, … */
  readonly type: string | undefined;
  /** Unredacted. */
  readonly message: string;
}

/** The error in `body`, or undefined when the body holds none. */
export function parseAnthropicErrorBody(body: string): AnthropicError | undefined {
  const error = asObject(asObject(tryParseJson(body))?.['error']);
  if (!error) return undefined;
  return { type: asString(error['type']), message: asString(error['message']) ?? '' };
}
