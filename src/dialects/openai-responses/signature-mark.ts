// Where signatures travel on this wire: in `encrypted_content` of reasoning items. OpenAI's own go bare. Any other is
// marked `pollux.<vendor>.<place>.<value>`, so that it comes back to its vendor and to the part it belongs to.

import type { Signature } from '../../canon/content.ts';

/**
 * What a signature belongs to: the reasoning item itself (`redacted` when its value is reasoning that only the vendor
 * can read), the text before it, an empty text in its own place, or the call after it.
 */
export type SignaturePlace = 'thought' | 'redacted' | 'text' | 'tail' | 'call';

/** A signature with the part that it belongs to, for the canon has it on that part. */
export interface PlacedSignature {
  readonly place: SignaturePlace;
  readonly signature: Signature;
}

const MARK = /^pollux\.(gemini|anthropic|openai)\.(thought|redacted|text|tail|call)\./u;

/** A marked signature, as the bytes of a request hold it. */
export const FOREIGN_PROOFS: readonly string[] = ['"pollux.gemini.', '"pollux.anthropic.', '"pollux.openai.'];

/** The value of `encrypted_content`: bare for OpenAI's own reasoning, else marked. */
export function markSignature({ signature, place }: PlacedSignature): string {
  const bare = signature.vendor === 'openai' && place === 'thought' && !MARK.test(signature.value);
  return bare ? signature.value : `pollux.${signature.vendor}.${place}.${signature.value}`;
}

/** The signature behind `encrypted_content`; undefined for an empty one. */
export function unmarkSignature(value: string): PlacedSignature | undefined {
  const match = MARK.exec(value);
  if (match === null) {
    return value === '' ? undefined : { place: 'thought', signature: { vendor: 'openai', value } };
  }
  const rest = value.slice(match[0].length);
  if (rest === '') return undefined;
  return {
    place: match[2] as SignaturePlace,
    signature: { vendor: match[1] as Signature['vendor'], value: rest },
  };
}
