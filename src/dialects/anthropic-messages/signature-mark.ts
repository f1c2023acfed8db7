// Anthropic's wire has one unlabelled `signature` string, but a signature may go back only to the vendor that made it.
// Those of other vendors are marked `pollux.<vendor>.` on the way out; whatever comes in unmarked is Anthropic's own.

import type { Signature } from '../../canon/content.ts';

const MARK = /^pollux\.(gemini|openai)\./u;

/** A marked signature, as the bytes of a request hold it; none at all is that of a thought that nobody has signed. */
export const FOREIGN_PROOFS: readonly string[] = [
  '"pollux.gemini.',
  '"pollux.openai.',
  '"signature":""',
  '"signature": ""',
];

/** The value of a `signature` or redacted `data` field: marked unless it is Anthropic's own. */
export function markSignature(signature: Signature): string {
  return signature.vendor === 'anthropic' ? signature.value : `pollux.${signature.vendor}.${signature.value}`;
}

/** The signature behind a wire value; undefined for an empty one. */
export function unmarkSignature(value: string): Signature | undefined {
  const match = MARK.exec(value);
  const vendor = match?.[1] === 'gemini' || match?.[1] === 'openai' ? match[1] : 'anthropic';
  const rest = value.slice(match?.[0].length ?? 0);
  return rest === '' ? undefined : { vendor, value: rest };
}
