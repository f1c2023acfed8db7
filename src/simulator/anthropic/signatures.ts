// Signatures of thinking blocks: opaque to clients, checked when they come back.
import { createHash } from 'node:crypto';

const ISSUER = 'pollux-simulator/anthropic';

/** The signature that belongs to exactly this thinking. */
export function signThinking(thinking: string): string {
  return `Er${createHash('sha512').update(`${ISSUER}\n${thinking}`).digest('base64')}`;
}

/** False for a foreign signature, and for one whose thinking was edited. */
export function isSignatureOf(signature: unknown, thinking: unknown): boolean {
  return typeof thinking === 'string' && signature === signThinking(thinking);
}
