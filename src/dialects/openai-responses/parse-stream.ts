// The bytes of a response stream → canonical events.
// https://platform.openai.com/docs/api-reference/responses-streaming

import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, tryParseJson } from '../../lib/json.ts';
import { createSseDecoder } from '../../lib/sse-decoder.ts';
import { withoutFields } from '../bare-json.ts';
import type { StreamParser } from '../dialect.ts';
import { BROKEN_EVENT, isBrokenEvent } from '../event-data.ts';
import { createAnswerReader } from './answer-reader.ts';

/**
 * Creates a parser for one stream. Unknown events are passed over. Emits `error` with `incomplete_answer` when an event is
 * broken, or the stream closes, before the terminal event.
 */
export function createStreamParser(request: CanonRequest, emit: (event: StreamEvent) => void): StreamParser {
  const reader = createAnswerReader(request, emit);
  let failed = false;

  function fail(message: string): void {
    failed = true;
    emit({ type: 'error', error: new GatewayError('incomplete_answer', message) });
  }

  const decoder = createSseDecoder((frame) => {
    // An error body may stand bare where events are expected.
    const text = frame.data ?? withoutFields(frame.bytes.toString('utf8')).trim();
    const value = tryParseJson(text);
    if (failed || reader.over) return;
    if (isBrokenEvent(frame, value)) fail(BROKEN_EVENT);
    else if (isObject(value)) reader.event(value);
  });

  function guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof RangeError) fail(`The provider sent an ${error.message}.`);
      // What an item refuses to be read as (a call without name, arguments that are no JSON) is the provider's fault here.
      else if (error instanceof GatewayError)
        fail(`The provider sent an item that is not whole: ${error.message}`);
      else throw error;
    }
  }

  return {
    get finishSeen() {
      return reader.over && !failed;
    },
    get place() {
      return failed ? undefined : reader.place;
    },
    push(chunk) {
      if (!failed) guard(() => decoder.push(chunk));
    },
    end() {
      if (failed) return;
      guard(() => decoder.end());
      if (!failed) reader.end();
    },
  };
}
