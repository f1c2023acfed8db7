// A whole Messages body → canonical answer.

import type { CanonAnswer } from '../../canon/answer.ts';
import { createStreamFold } from '../../canon/fold-stream.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, type JsonValue } from '../../lib/json.ts';
import { createMessageReader } from './message-reader.ts';

/**
 * Parses an answer. Throws {@link GatewayError}: `incomplete_answer` when the body is no message or has no stop reason,
 * the error itself, with Anthropic's body, when the body is one. Big integers in tool input keep their digits when `body`
 * was parsed with `tryParseJsonExact`.
 */
export function parseAnthropicAnswer(body: JsonValue, request: CanonRequest): CanonAnswer {
  const fold = createStreamFold();
  let failure: GatewayError | undefined;
  const reader = createMessageReader(request, (event) => {
    if (event.type === 'error') failure = event.error;
    fold.push(event);
  });
  // Some servers leave out the type.
  if (isObject(body)) reader.push(Array.isArray(body['content']) ? { ...body, type: 'message' } : body);
  reader.end();
  const answer = fold.answer();
  if (!answer) throw failure ?? new GatewayError('incomplete_answer', 'The provider sent no answer.');
  return answer;
}
