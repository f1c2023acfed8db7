// A whole `response` body → canonical answer.

import type { CanonAnswer } from '../../canon/answer.ts';
import { createStreamFold } from '../../canon/fold-stream.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, type JsonValue } from '../../lib/json.ts';
import { createAnswerReader } from './answer-reader.ts';

/**
 * Parses an answer. Throws {@link GatewayError}: `incomplete_answer` when the body is no answer or is not at its end,
 * the provider's own error when the body is one.
 */
export function parseAnswer(body: JsonValue, request: CanonRequest): CanonAnswer {
  if (!isObject(body)) throw new GatewayError('incomplete_answer', 'The provider sent no answer.');
  const fold = createStreamFold();
  let failure: GatewayError | undefined;
  const reader = createAnswerReader(request, (event) => {
    if (event.type === 'error') failure = event.error;
    fold.push(event);
  });
  try {
    reader.whole(body);
  } catch (error) {
    // What an item refuses to be read as (a call without a name) is the provider's fault here.
    if (!(error instanceof GatewayError)) throw error;
    throw new GatewayError(
      'incomplete_answer',
      `The provider sent an item that is not whole: ${error.message}`,
    );
  }
  const answer = fold.answer();
  if (answer === undefined)
    throw failure ?? new GatewayError('incomplete_answer', 'The provider sent no answer.');
  return answer;
}
