// Where strings end in JSON bytes, for those who walk over JSON without parsing it.

const QUOTE = 34;
const BACKSLASH = 92;

/** A call of the engine's own search costs as much as looking at so many bytes. */
const NEAR_BYTES = 48;

/** Index of the quote that ends the string opened at `open`; the length of the text when there is none. */
export function closingQuote(bytes: Buffer, open: number): number {
  // Most strings are short and hold no escape.
  const nearEnd = Math.min(open + NEAR_BYTES, bytes.length);
  for (let near = open + 1; near < nearEnd; near++) {
    const byte = bytes[near];
    if (byte === QUOTE) return near;
    if (byte === BACKSLASH) break;
  }
  let at = open;
  for (;;) {
    at = bytes.indexOf(QUOTE, at + 1);
    if (at === -1) return bytes.length;
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
}
