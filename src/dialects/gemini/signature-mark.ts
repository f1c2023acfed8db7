// Google's wire has one `thoughtSignature`, but a signature may go back only to the vendor that made it. Those of other
// vendors are marked inside the base64 that the field must be; whatever comes in unmarked is Google's own.

import type { Signature } from '../../canon/content.ts';

const MARK = /^pollux\.(anthropic|openai)\.([sr])\./u;
/** How the base64 of every mark begins. */
const MARK_BEGINNING = Buffer.from('pollux').toString('base64');

/** A marked signature, as the bytes of a request hold it: base64 of `pollux.`. */
export const FOREIGN_PROOFS: readonly string[] = [`"${MARK_BEGINNING}Lm`];

/** A signature as the canon has it, with what the mark on the wire says of it. */
export interface MarkedSignature {
  readonly signature: Signature;
  /** True when the value is encrypted reasoning rather than the proof of a readable one. */
  readonly redacted: boolean;
}

/** The value of a `thoughtSignature`. */
export function markSignature({ vendor, value }: Signature, redacted = false): string {
  if (vendor === 'gemini') return value;
  return Buffer.from(`pollux.${vendor}.${redacted ? 'r' : 's'}.${value}`).toString('base64');
}

/** The signature behind a wire value; undefined for none. */
export function unmarkSignature(wire: string | undefined): MarkedSignature | undefined {
  if (wire === undefined || wire === '') return undefined;
  const own: MarkedSignature = { signature: { vendor: 'gemini', value: wire }, redacted: false };
  if (!wire.startsWith(MARK_BEGINNING)) return own;
  const text = Buffer.from(wire, 'base64').toString('utf8');
  const match = MARK.exec(text);
  const vendor = match?.[1];
  if (match === null || (vendor !== 'anthropic' && vendor !== 'openai')) return own;
  return { signature: { vendor, value: text.slice(match[0].length) }, redacted: match[2] === 'r' };
}
