// The bytes of a Messages stream → canonical events. Frames are named, but the event's own type is what counts.
// https://platform.claude.com/docs/en/build-with-claude/streaming

import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { asObject, tryParseJsonExact } from '../../lib/json.ts';
import { createSseDecoder, type SseFrame } from '../../lib/sse-decoder.ts';
import { withoutFields } from '../bare-json.ts';
import type { StreamParser } from '../dialect.ts';
import { BROKEN_EVENT, isBrokenEvent } from '../event-data.ts';
import { createMessageReader } from './message-reader.ts';

/**
 * Creates a parser for one stream. `answer-end` comes with `message_stop`; an event that is broken, or a close, before
 * it ends the stream in `error` with `incomplete_answer`.
 */
export function createAnthropicStreamParser(
  request: CanonRequest,
  emit: (event: StreamEvent) => void,
): StreamParser {
  const reader = createMessageReader(request, emit);

  function readFrame(frame: SseFrame): void {
    const text = frame.data ?? bareText(frame.bytes);
    const value = text === undefined ? undefined : tryParseJsonExact(text);
    if (isBrokenEvent(frame, value)) {
      reader.fail(BROKEN_EVENT);
      return;
    }
    const event = asObject(value);
    if (event) reader.push(event);
  }

  const decoder = createSseDecoder(readFrame);

  return {
    get finishSeen() {
      return reader.finishSeen;
    },
    get place() {
      return reader.place;
    },
    push(chunk) {
      try {
        decoder.push(chunk);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        reader.fail(`The provider sent an ${error.message}.`);
      }
    },
    end() {
      decoder.end();
      reader.end();
    },
  };
}

/** A proxy in between may answer with a plain JSON body: an error, or the whole message. */
function bareText(bytes: Buffer): string | undefined {
  const text = withoutFields(bytes.toString('utf8')).trim();
  return text.startsWith('{') ? text : undefined;
}
