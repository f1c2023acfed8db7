// Pieces of what a caller wrote, which may be megabytes long, for what outlives the request.

/** Shorter texts are not worth a copy. */
const COPIED_CHARS = 200;

/**
 * At most `maxChars` characters, the last of which shows a cut. Copied, since a piece of a string holds on to the whole of it.
 */
export function shortText(text: string, maxChars: number): string {
  const short = text.length <= maxChars ? text : `${text.slice(0, maxChars - 1)}…`;
  return short.length < COPIED_CHARS ? short : structuredClone(short);
}
