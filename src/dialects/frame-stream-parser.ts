// A stream parser around a reader of frames, for dialects whose streams are server-sent events that end with the answer.

import type { StreamEvent } from '../canon/stream-event.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { createSseDecoder, type SseFrame } from '../lib/sse-decoder.ts';
import type { StreamParser } from './dialect.ts';

/** What the frames of one stream add up to. */
interface AnswerReader {
  readonly finishSeen: boolean;
  end(): void;
}

/** Creates the parser. A frame beyond all bounds ends the stream in `error` with `incomplete_answer`; later bytes say nothing. */
export function createFrameStreamParser(
  reader: AnswerReader,
  readFrame: (frame: SseFrame) => void,
  emit: (event: StreamEvent) => void,
): StreamParser {
  const decoder = createSseDecoder(readFrame);
  let failed = false;

  return {
    get finishSeen() {
      return reader.finishSeen;
    },
    push(chunk) {
      if (failed) return;
      try {
        decoder.push(chunk);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        failed = true;
        emit({
          type: 'error',
          error: new GatewayError('incomplete_answer', `The provider sent an ${error.message}.`),
        });
      }
    },
    end() {
      if (failed) return;
      decoder.end();
      reader.end();
    },
  };
}
