// What the native door owes a client for a recorded answer. Judged from the recording alone.

import { asArray, asObject, asString, tryParseJson } from '../../src/lib/json.ts';
import { bytesOf, type RecordedExchange } from './exchange.ts';
import { readGeminiChunks } from './gemini-chunks.ts';
import { FAMILY_PROTOCOLS } from './protocols.ts';

export type NativeExpectation =
  /** The same status, the same body. */
  | { readonly type: 'same' }
  /** The recording speaks of the key that was used: here that key is the pool's, and its trouble not the client's. */
  | { readonly type: 'pool_key'; readonly reason: string }
  /** A limit of the pool's key: told in the gateway's words, by the same status. */
  | { readonly type: 'pool_limit' }
  /** An answer that never says that it is done: an error must say so. */
  | { readonly type: 'incomplete' };

/** Judges one recording. */
export function expectNative(exchange: RecordedExchange): NativeExpectation {
  const { family, response } = exchange;
  if (response.status !== 200) return expectError(exchange);
  const protocol = FAMILY_PROTOCOLS[family];
  const body = bytesOf(response.body).toString('utf8');
  return protocol === undefined || protocol.readAnswer(body, response.stream) !== undefined
    ? { type: 'same' }
    : { type: 'incomplete' };
}

function expectError({ family, response }: RecordedExchange): NativeExpectation {
  const text = bytesOf(response.body).toString('utf8');
  const error = asObject(
    (readGeminiChunks(Buffer.from(text))?.[0] ?? asObject(tryParseJson(text)))?.['error'],
  );
  const reasons = asArray(error?.['details']).map((detail) => asString(asObject(detail)?.['reason']));
  if (reasons.includes('API_KEY_INVALID') || response.status === 401) {
    return {
      type: 'pool_key',
      reason: 'the key of the pool is refused: a client is told 503, never that its own key is wrong',
    };
  }
  if (asString(error?.['message'])?.startsWith("Method doesn't allow unregistered callers") === true) {
    return {
      type: 'pool_key',
      reason:
        'recorded without any key, which the gateway never does: a 403 of this kind rests it: the client is told 503',
    };
  }
  if (response.status === 429 && !family.startsWith('gemini')) return { type: 'pool_limit' };
  return { type: 'same' };
}
