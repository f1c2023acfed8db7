// Server-sent events from bytes, at any chunking. Each frame carries its exact bytes, so that a relay can pass whole
// frames on untouched. Knows nothing of what the events mean.
// Grammar: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

import { isUtf8 } from 'node:buffer';
import { FrameEndFinder } from './frame-end-finder.ts';
import { HeldBytes } from './held-bytes.ts';

/** One event, comment block, or run of lines that is neither. */
export interface SseFrame {
  /** The `event:` field. */
  readonly name: string | undefined;
  /** The `data:` lines joined with a line feed; undefined when the frame has none. */
  readonly data: string | undefined;
  /** The bytes as they came, the closing blank line included. */
  readonly bytes: Buffer;
  /** False when the bytes are no UTF-8: some of the text is not what was sent. */
  readonly sound: boolean;
  /** False for what was left when the stream closed without a blank line. */
  readonly terminated: boolean;
}

/** For one stream: after `end` nothing may be pushed. */
export interface SseDecoder {
  push(chunk: Uint8Array): void;
  /** Hands out what is left as a last, unterminated frame. */
  end(): void;
}

const LF = 10;
const CR = 13;
const BOM = '\uFEFF';
/** What stands in the text for bytes that are no UTF-8; models say it themselves, too. */
const REPLACEMENT = '\uFFFD';

/**
 * Creates a decoder. A frame ends at a blank line, with lines ended by LF, CR or CRLF in any mixture. Throws a
 * RangeError from `push` when one frame grows past `maxFrameBytes` (inline images make events of several megabytes).
 */
export function createSseDecoder(
  onFrame: (frame: SseFrame) => void,
  maxFrameBytes = 64 * 1024 * 1024,
): SseDecoder {
  const held = new HeldBytes();
  const finder = new FrameEndFinder();
  let first = true;

  function emit(bytes: Buffer, terminated: boolean): void {
    const text = first ? stripBom(bytes.toString('utf8')) : bytes.toString('utf8');
    first = false;
    onFrame(readFrame(text, bytes, terminated));
  }

  return {
    push(chunk) {
      const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      finder.start(fresh);
      let start = 0;
      for (let end = finder.next(); end !== -1; end = finder.next()) {
        held.append(fresh.subarray(start, end));
        start = end;
        emit(held.take(), true);
      }
      held.append(fresh.subarray(start));
      if (held.length > maxFrameBytes) throw new RangeError(`event larger than ${maxFrameBytes} bytes`);
    },
    end() {
      if (held.length > 0) emit(held.take(), false);
    },
  };
}

function stripBom(text: string): string {
  return text.startsWith(BOM) ? text.slice(1) : text;
}

function readFrame(text: string, bytes: Buffer, terminated: boolean): SseFrame {
  let name: string | undefined;
  let data: string | undefined;
  let at = 0;
  while (at < text.length) {
    let end = at;
    while (end < text.length && text.charCodeAt(end) !== LF && text.charCodeAt(end) !== CR) end++;
    if (text.startsWith('data:', at)) {
      const value = text.slice(text.charCodeAt(at + 5) === 32 ? at + 6 : at + 5, end);
      data = data === undefined ? value : `${data}\n${value}`;
    } else if (text.startsWith('event:', at)) {
      name = text.slice(text.charCodeAt(at + 6) === 32 ? at + 7 : at + 6, end);
    }
    at = end + (text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? 2 : 1);
  }
  const sound = !text.includes(REPLACEMENT) || isUtf8(bytes);
  return { name, data, bytes, sound, terminated };
}
