// The bytes of streamGenerateContent → canonical events. Google's stream is server-sent events without names or
// `[DONE]`; an error comes as an event, or bare, pretty-printed over many lines, with or without an array around it.

import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { asObject, tryParseJsonExact, type JsonValue } from '../../lib/json.ts';
import type { SseFrame } from '../../lib/sse-decoder.ts';
import { createBareJsonReader, withoutFields } from '../bare-json.ts';
import type { StreamParser } from '../dialect.ts';
import { isBrokenEvent } from '../event-data.ts';
import { createFrameStreamParser } from '../frame-stream-parser.ts';
import { createAnswerReader } from './answer-reader.ts';

/** Bare text is an error object, or rubbish: past this it is rubbish. */
const LONGEST_BARE_TEXT = 1024 * 1024;

/**
 * Creates a parser for one stream. Emits `error` with `incomplete_answer` when an event is broken, or the stream closes,
 * before the answer came to its finish.
 */
export function createGeminiStreamParser(
  request: CanonRequest,
  emit: (event: StreamEvent) => void,
): StreamParser {
  const reader = createAnswerReader(request, emit, request.sampling.candidateCount);

  function readChunk(value: JsonValue | undefined): boolean {
    const chunks = Array.isArray(value) ? value : [value];
    let read = false;
    for (const item of chunks) {
      const chunk = asObject(item);
      if (chunk) {
        reader.push(chunk);
        read = true;
      }
    }
    return read;
  }

  const readBare = createBareJsonReader(LONGEST_BARE_TEXT, readChunk);

  function readFrame(frame: SseFrame): boolean {
    if (frame.data !== undefined) {
      const value = tryParseJsonExact(frame.data);
      readChunk(value);
      // A bare error may follow an event without a blank line between.
      if (!frame.terminated || frame.bytes.includes('"error"'))
        readBare(withoutFields(frame.bytes.toString('utf8')));
      return !isBrokenEvent(frame, value);
    }
    readBare(withoutFields(frame.bytes.toString('utf8')));
    return true;
  }

  return createFrameStreamParser(reader, readFrame, emit);
}
