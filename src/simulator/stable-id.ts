// Identifiers that look random and follow from what they name.
import { hash } from 'node:crypto';

/** `prefix` and `length` letters and digits that follow from `seed`. */
export function createStableId(prefix: string, seed: string, length = 24): string {
  return prefix + hash('sha256', seed).slice(0, length);
}
