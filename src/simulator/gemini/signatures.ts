// Thought signatures: opaque to clients, checked when they come back. Knows nothing of where they belong.
// https://ai.google.dev/gemini-api/docs/thought-signatures
import { hash } from 'node:crypto';

const ISSUER = 'pollux-simulator/gemini';
const DUMMIES = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];
const accepted = new Set(DUMMIES.flatMap((dummy) => [dummy, Buffer.from(dummy).toString('base64')]));

function seal(nonce: string): string {
  return hash('sha256', `${ISSUER}\n${nonce}`).slice(0, 24);
}

/** Issues the signature that belongs to `subject`; the same subject always gets the same one. */
export function issueSignature(subject: string): string {
  const nonce = hash('sha256', subject).slice(0, 32);
  return Buffer.from(`${nonce}.${seal(nonce)}`).toString('base64');
}

/** True for a signature that a simulator issued, or one of the two documented placeholders. */
export function isGoodSignature(signature: string): boolean {
  if (accepted.has(signature)) return true;
  const [nonce, tag, ...rest] = Buffer.from(signature, 'base64').toString('latin1').split('.');
  return nonce !== undefined && tag !== undefined && rest.length === 0 && seal(nonce) === tag;
}
