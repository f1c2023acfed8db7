// Google echoes API keys in some of its messages; none may get out.

import { maskSecret } from '../../lib/secret.ts';

/** Both shapes: standard keys, and keys bound to a service account. */
const KEY = /\b(?:AIza[\w-]{16,}|AQ\.[\w.-]{16,})/gu;

/** The text with every Google API key replaced by its mask. */
export function redactGoogleKeys(text: string): string {
  return text.replaceAll(KEY, (key) => maskSecret(key));
}
