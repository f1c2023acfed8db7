// The request body as a JSON object, or a clear error. Bounds what parsing may cost.

import { GatewayError } from '../errors/gateway-error.ts';
import { isObject, type JsonObject } from '../lib/json.ts';
import { hasBrackets, jsonDepth } from '../lib/json-depth.ts';

/** Deeper than any honest tool schema; shallow enough for every recursive reader behind this. */
const MAX_DEPTH = 200;

/** Nested at most 200 levels deep: readers behind this may recurse. */
export interface JsonBody {
  /** As sent. */
  readonly bytes: Buffer;
  readonly json: JsonObject;
}

/** Parses and checks. Throws GatewayError `invalid_json` or `invalid_request`. */
export function readJsonBody(body: unknown): JsonBody {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new GatewayError('invalid_json', 'The request body is empty; a JSON object was expected.');
  }
  const text = body.toString('utf8');
  // Most bodies have fewer brackets than that, which is soon seen.
  if (hasBrackets(text, MAX_DEPTH) && jsonDepth(body, MAX_DEPTH) > MAX_DEPTH) {
    throw new GatewayError('invalid_request', `The request body is nested deeper than ${MAX_DEPTH} levels.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // V8 quotes the text around the fault: useful to the caller, whose text it is; cut in case it is long.
    const detail = error instanceof Error ? error.message.slice(0, 200) : 'syntax error';
    throw new GatewayError('invalid_json', `The request body is not valid JSON: ${detail}.`);
  }
  if (!isObject(value)) throw new GatewayError('invalid_request', 'The request body must be a JSON object.');
  return { bytes: body, json: value };
}
