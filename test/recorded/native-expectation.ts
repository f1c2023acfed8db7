// What the native door owes a client for a recorded answer. Judged from the recording alone.

import { asArray, asObject, asString, type JsonObject } from '../../src/lib/json.ts';
import { bytesOf, type RecordedExchange } from './exchange.ts';
import { isWhole, readGeminiChunks } from './gemini-chunks.ts';

export type NativeExpectation =
  /** The same status, the same body. */
  | { readonly type: 'same' }
  /** The recording speaks of the key that was used: here that key is the pool's, and its trouble not the client's. */
  | { readonly type: 'pool_key'; readonly reason: string }
  /** A stream that never says that it is done: an error must say so at its end. */
  | { readonly type: 'incomplete' };

/** Judges one recording. */
export function expectNative(exchange: RecordedExchange): NativeExpectation {
  const { response } = exchange;
  const chunks = readGeminiChunks(bytesOf(response.body));
  if (response.status !== 200) return expectError(chunks?.[0]);
  const generated = /:(?:streamG|g)enerateContent$/u.test(exchange.request.path);
  if (generated && (chunks === undefined || !isWhole(chunks))) return { type: 'incomplete' };
  return { type: 'same' };
}

function expectError(body: JsonObject | undefined): NativeExpectation {
  const error = asObject(body?.['error']);
  const reasons = asArray(error?.['details']).map((detail) => asString(asObject(detail)?.['reason']));
  if (reasons.includes('API_KEY_INVALID')) {
    return {
      type: 'pool_key',
      reason:
        'API_KEY_INVALID is about the key of the pool: a client is told 503, never that its own key is wrong',
    };
  }
  if (asString(error?.['message'])?.startsWith("Method doesn't allow unregistered callers") === true) {
    return {
      type: 'pool_key',
      reason:
        'recorded without any key, which the gateway never does: a 403 of this kind rests it: the client is told 503',
    };
  }
  return { type: 'same' };
}
