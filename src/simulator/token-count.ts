// The simulator's tokenizer: four bytes of UTF-8 are one token, an image or other medium a flat figure.

/** Tokens of one image, page or clip. */
export const MEDIA_TOKENS = 258;

/** ceil(bytes / 4) of the text in UTF-8. */
export function countTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}
