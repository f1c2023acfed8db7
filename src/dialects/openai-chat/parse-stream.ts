// The bytes of a streamed chat completion → canonical events. Servers differ: `[DONE]` may be missing, an error may
// come as an event, under another name or bare, and some answer whole though a stream was asked for.

import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { asObject, tryParseJsonExact, type JsonValue } from '../../lib/json.ts';
import type { SseFrame } from '../../lib/sse-decoder.ts';
import { createBareJsonReader, withoutFields } from '../bare-json.ts';
import type { StreamParser } from '../dialect.ts';
import { isBrokenEvent } from '../event-data.ts';
import { createFrameStreamParser } from '../frame-stream-parser.ts';
import { createAnswerReader } from './answer-reader.ts';
import { findWireError } from './wire-error.ts';

/** Bare text is an error object or a whole answer, or rubbish: past this it is rubbish. */
const LONGEST_BARE_TEXT = 16 * 1024 * 1024;

/**
 * Creates a parser for one stream. Emits `error` with `incomplete_answer` when an event is broken, or the stream closes,
 * before the answer came to its finish.
 */
export function createOpenaiStreamParser(
  request: CanonRequest,
  emit: (event: StreamEvent) => void,
): StreamParser {
  const reader = createAnswerReader(request, emit, request.sampling.candidateCount);

  function readChunk(value: JsonValue | undefined, isError: boolean): boolean {
    const chunk = asObject(Array.isArray(value) ? value[0] : value);
    if (chunk === undefined) return false;
    // Under the name of an error the object itself may be it.
    reader.push(isError && findWireError(chunk) === undefined ? { error: chunk } : chunk);
    return true;
  }

  const readBare = createBareJsonReader(LONGEST_BARE_TEXT, (value) => readChunk(value, false));

  function readFrame(frame: SseFrame): boolean {
    if (frame.data !== undefined) {
      // A bare error may stand beside an event without a blank line between.
      if (frame.bytes.includes('"error"')) readBare(withoutFields(frame.bytes.toString('utf8')));
      if (frame.data.trim() === '[DONE]') {
        reader.done();
        return true;
      }
      const value = tryParseJsonExact(frame.data);
      if (isBrokenEvent(frame, value)) return false;
      readChunk(value, frame.name === 'error');
      return true;
    }
    readBare(withoutFields(frame.bytes.toString('utf8')));
    return true;
  }

  return createFrameStreamParser(reader, readFrame, emit);
}
