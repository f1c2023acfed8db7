// Server-sent events from bytes, at any chunking. Each frame carries its exact bytes, so that a relay can pass whole
// frames on untouched. Knows nothing of what the events mean.
// Grammar: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream

/** One event, comment block, or run of lines that is neither. */
export interface SseFrame {
  /** The `event:` field. */
  readonly name: string | undefined;
  /** The `data:` lines joined with a line feed; undefined when the frame has none. */
  readonly data: string | undefined;
  /** The bytes as they came, the closing blank line included. */
  readonly bytes: Buffer;
  /** False for what was left when the stream closed without a blank line. */
  readonly terminated: boolean;
}

export interface SseDecoder {
  push(chunk: Uint8Array): void;
  /** Hands out what is left as a last, unterminated frame. */
  end(): void;
}

const LF = 10;
const CR = 13;
const BOM = '\uFEFF';

/**
 * Creates a decoder. A frame ends at a blank line, with lines ended by LF, CR or CRLF in any mixture. Throws a
 * RangeError from `push` when one frame grows past `maxFrameBytes` (inline images make events of several megabytes).
 */
export function createSseDecoder(
  onFrame: (frame: SseFrame) => void,
  maxFrameBytes = 64 * 1024 * 1024,
): SseDecoder {
  /** Bytes of the unfinished frame; `scanned` of them hold no frame end. */
  let held: Buffer = Buffer.alloc(0);
  let scanned = 0;
  let first = true;

  function emit(bytes: Buffer, terminated: boolean): void {
    const text = first ? stripBom(bytes.toString('utf8')) : bytes.toString('utf8');
    first = false;
    onFrame(readFrame(text, bytes, terminated));
  }

  return {
    push(chunk) {
      const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      held = held.length === 0 ? fresh : Buffer.concat([held, fresh]);
      let start = 0;
      for (;;) {
        const end = findFrameEnd(held, start, Math.max(start, scanned));
        if (end === -1) break;
        emit(held.subarray(start, end), true);
        start = end;
        scanned = end;
      }
      held = held.subarray(start);
      // The last three bytes may be the first half of a blank line.
      scanned = Math.max(0, held.length - 3);
      if (held.length > maxFrameBytes) throw new RangeError(`event larger than ${maxFrameBytes} bytes`);
    },
    end() {
      if (held.length > 0) emit(held, false);
      held = Buffer.alloc(0);
    },
  };
}

function stripBom(text: string): string {
  return text.startsWith(BOM) ? text.slice(1) : text;
}

/** Index after the blank line that ends the frame starting at `start`, or -1 while it may still be on its way. */
function findFrameEnd(bytes: Buffer, start: number, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte !== LF && byte !== CR) {
      at = nextLineEnd(bytes, at);
      if (at === -1) return -1;
      continue;
    }
    const afterLine = lineEndLength(bytes, at);
    if (afterLine === 0) return -1;
    const next = at + afterLine;
    if (at === start) return next;
    if (next >= bytes.length) return -1;
    const second = lineEndLength(bytes, next);
    if (second > 0) return next + second;
    if (bytes[next] === CR) return -1;
    at = next;
  }
  return -1;
}

function nextLineEnd(bytes: Buffer, from: number): number {
  const lf = bytes.indexOf(LF, from);
  // CR comes before its LF; a lone CR is rare enough to look for only up to the LF.
  const cr = bytes.subarray(from, lf === -1 ? bytes.length : lf).indexOf(CR);
  return cr === -1 ? lf : from + cr;
}

/** Length of the line end at `at`: 1 or 2; 0 when there is none, or a CR whose LF may still come. */
function lineEndLength(bytes: Buffer, at: number): number {
  if (bytes[at] === LF) return 1;
  if (bytes[at] !== CR) return 0;
  if (at + 1 >= bytes.length) return 0;
  return bytes[at + 1] === LF ? 2 : 1;
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
  return { name, data, bytes, terminated };
}
