// A JSON array that arrives in pieces → its elements, at any chunking, with the exact bytes of each, so that a relay can
// pass whole elements on untouched. Knows nothing of what the elements mean, and does not check their JSON.

import { HeldBytes } from './held-bytes.ts';

/** Whether `text` is JSON is for the receiver to find out. */
export interface JsonArrayElement {
  /** The element alone. */
  readonly text: string;
  /** Every byte since the end of the element before, brackets, commas and white space included. */
  readonly bytes: Buffer;
}

/** For one array: after `end` nothing may be pushed. */
export interface JsonArrayDecoder {
  push(chunk: Uint8Array): void;
  /**
   * `complete` when the array was closed (or, of values outside any array, none is cut off). `rest` are the bytes after
   * the last element: all `bytes` and `rest` together are the input.
   */
  end(): { readonly complete: boolean; readonly rest: Buffer };
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

/** The first byte of a byte order mark; its two others are skipped like it. */
const BOM = new Set([0xef, 0xbb, 0xbf]);

/**
 * Creates a decoder. A bare object instead of an array is one element. Throws a RangeError from `push` when one element
 * grows past `maxElementBytes`.
 */
export function createJsonArrayDecoder(
  onElement: (element: JsonArrayElement) => void,
  maxElementBytes = 64 * 1024 * 1024,
): JsonArrayDecoder {
  /** Bytes since the last element's end, without those of the running piece; in all the element begins at `start` (-1: not yet). */
  const held = new HeldBytes();
  let start = -1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inArray = false;
  let closed = false;
  let seen = false;

  /** Hands out the element that ends with what is held. */
  function hand(): void {
    const bytes = held.take();
    const text = bytes.toString('utf8', start);
    start = -1;
    seen = true;
    onElement({ text, bytes });
  }

  /** Reads one byte between elements, the one at `at`. */
  function readBetween(byte: number, at: number): void {
    if (byte <= SPACE || byte === COMMA || BOM.has(byte)) return;
    if (!inArray && !seen && byte === OPEN_BRACKET) {
      inArray = true;
      return;
    }
    if (inArray && byte === CLOSE_BRACKET) {
      closed = true;
      return;
    }
    start = at;
    inString = byte === QUOTE;
    depth = byte === OPEN_BRACE || byte === OPEN_BRACKET ? 1 : 0;
  }

  /** Reads one byte of an element; true when the element ends, with this byte (`after` 1) or before it (0). */
  function readInside(byte: number): 0 | 1 | undefined {
    if (inString) {
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        inString = false;
        if (depth === 0) return 1;
      }
      return undefined;
    }
    if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (depth === 0) return 0;
      depth--;
      if (depth === 0) return 1;
    } else if (depth === 0 && (byte === COMMA || byte <= SPACE)) return 0;
    return undefined;
  }

  return {
    push(chunk) {
      const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      /** How much of the piece is held, or handed out. */
      let taken = 0;
      let at = 0;
      while (at < fresh.length && !closed) {
        const byte = fresh[at] ?? 0;
        if (start === -1) {
          readBetween(byte, held.length + at - taken);
          at++;
          continue;
        }
        const after = readInside(byte);
        if (after === undefined) at++;
        else {
          at += after;
          held.append(fresh.subarray(taken, at));
          taken = at;
          hand();
        }
      }
      // White space apart, what follows the closing bracket is none of the array's.
      if (closed) while (at < fresh.length && (fresh[at] ?? 0) <= SPACE) at++;
      held.append(fresh.subarray(taken, at));
      if (held.length > maxElementBytes) throw new RangeError(`element larger than ${maxElementBytes} bytes`);
    },
    end() {
      const cut = start !== -1 && (depth > 0 || inString);
      // A number has no end of its own.
      if (start !== -1 && !cut && !inArray) hand();
      const rest = held.take();
      return { complete: inArray ? closed : seen && !cut, rest };
    },
  };
}
