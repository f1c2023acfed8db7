// A stream parser around a reader of frames, for dialects whose streams are server-sent events that end with the answer.

import type { StreamEvent } from '../canon/stream-event.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { createSseDecoder, type SseFrame } from '../lib/sse-decoder.ts';
import type { StreamParser, StreamPlace } from './dialect.ts';
import { BROKEN_EVENT } from './event-data.ts';

/** What the frames of one stream add up to. */
interface AnswerReader {
  readonly finishSeen: boolean;
  /** It ended, well or not: nothing more is read. */
  readonly over: boolean;
  readonly place: StreamPlace | undefined;
  end(): void;
}

/** A reader of one frame; false for a frame that is broken. */
export type FrameReader = (frame: SseFrame) => boolean;

/**
 * Creates the parser. A broken frame before the finish, and one beyond all bounds, end the stream in `error` with
 * `incomplete_answer`; later bytes say nothing.
 */
export function createFrameStreamParser(
  reader: AnswerReader,
  readFrame: FrameReader,
  emit: (event: StreamEvent) => void,
): StreamParser {
  let failed = false;

  function fail(message: string): void {
    failed = true;
    emit({ type: 'error', error: new GatewayError('incomplete_answer', message) });
  }

  const decoder = createSseDecoder((frame) => {
    if (!failed && !readFrame(frame) && !reader.finishSeen && !reader.over) fail(BROKEN_EVENT);
  });

  return {
    get finishSeen() {
      return reader.finishSeen;
    },
    get place() {
      return failed ? undefined : reader.place;
    },
    push(chunk) {
      if (failed) return;
      try {
        decoder.push(chunk);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        fail(`The provider sent an ${error.message}.`);
      }
    },
    end() {
      if (failed) return;
      decoder.end();
      if (!failed) reader.end();
    },
  };
}
