// Identifiers that look random and follow from what they name.
import { createHash } from 'node:crypto';

/** `prefix` and `length` letters and digits that follow from `seed`. */
export function createStableId(prefix: string, seed: string, length = 24): string {
  return prefix + createHash('sha256').update(seed).digest('hex').slice(0, length);
}
