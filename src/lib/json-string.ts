// Where strings end in JSON bytes, for those who walk over JSON without parsing it.

const QUOTE = 34;
const BACKSLASH = 92;

/** Index of the quote that ends the string opened at `open`; the length of the text when there is none. */
export function closingQuote(bytes: Buffer, open: number): number {
  let at = open;
  for (;;) {
    at = bytes.indexOf(QUOTE, at + 1);
    if (at === -1) return bytes.length;
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
}
