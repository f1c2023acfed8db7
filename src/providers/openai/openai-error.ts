// The error object of OpenAI and of the services that speak like it. Says what stands there, not what follows from it.
// https://platform.openai.com/docs/guides/error-codes

import { asNumber, asObject, asString, tryParseJson, type JsonObject } from '../../lib/json.ts';

/** As it stands on the wire; undefined is what the service left out. */
export interface OpenaiError {
  /** `error.code` where it is a word. */
  readonly code: string | undefined;
  /** `error.code` or `status` where it is an HTTP status, as OpenRouter and vLLM have it. */
  readonly status: number | undefined;
  readonly type: string | undefined;
  /** Unredacted. */
  readonly message: string;
  readonly param: string | undefined;
  /** OpenRouter's `metadata`. */
  readonly metadata: JsonObject | undefined;
}

/** The error in `body`, or undefined when the body holds none. */
export function parseOpenaiError(body: string): OpenaiError | undefined {
  const parsed = tryParseJson(body);
  const holder = asObject(Array.isArray(parsed) ? parsed[0] : parsed);
  if (holder === undefined) return undefined;
  const error = holder['error'];
  const fields = asObject(error) ?? holder;
  const message = asString(fields['message']) ?? asString(error) ?? readDetail(holder['detail']);
  const code = fields['code'];
  if (message === undefined && code === undefined && fields['type'] === undefined) return undefined;
  return {
    code: asString(code),
    status: readStatus(code) ?? readStatus(fields['status']) ?? readStatus(fields['status_code']),
    type: asString(fields['type']),
    message: message ?? '',
    param: asString(fields['param']),
    metadata: asObject(fields['metadata']),
  };
}

/** Services built on FastAPI say `detail`, a sentence or a list of complaints. */
function readDetail(detail: unknown): string | undefined {
  if (typeof detail === 'string') return detail;
  return Array.isArray(detail) ? JSON.stringify(detail) : undefined;
}

function readStatus(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{3}$/u.test(value) ? Number(value) : asNumber(value);
  return number !== undefined && number >= 400 && number <= 599 ? number : undefined;
}
