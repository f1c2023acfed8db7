// A wrong value as it may be shown in a message.

import { isObject } from '../lib/json.ts';
import { maskSecret } from '../lib/secret.ts';

/** Longer words than this could be keys that were put in the wrong place. */
const LONGEST_SHOWN = 16;

/** Harmless words and numbers of `plain` settings as they are, anything else masked or named by its kind. */
export function showValue(value: unknown, plain: boolean): string {
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number' || typeof value === 'bigint') return plain ? String(value) : 'a bare number';
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'string') return isObject(value) ? 'a mapping' : 'nothing';
  const text = value.trim();
  if (text === '') return 'empty text';
  return plain && text.length <= LONGEST_SHOWN && /^[\w .:/+-]*$/u.test(text)
    ? `"${text}"`
    : `"${maskSecret(text)}"`;
}
