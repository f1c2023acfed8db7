// Where a part of a caller's content stands, for those who parse it.

import type { Loss } from '../../canon/loss.ts';
import type { CallPairs } from './call-pairs.ts';

/** `path` names the part in errors, as the caller wrote it: `contents[2].parts[0]`. */
export interface PartPlace {
  readonly path: string;
  /** Index of its content. */
  readonly turn: number;
  readonly pairs: CallPairs;
  readonly loss: Loss;
}
