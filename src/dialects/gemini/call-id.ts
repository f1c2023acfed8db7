// Ids for tool calls that the model left without one: the same call at the same place always gets the same id, so that
// a replayed conversation stays byte-stable and caches keep working.

import { createHash } from 'node:crypto';

const PREFIX = 'call_plx';
const MADE_UP = /^call_plx[0-9a-f]{20}$/u;

/** Where a call stands in its conversation; equal calls at one place are one call, told again. */
export interface CallPlace {
  /** Messages that came before the answer: tells equal calls of different steps apart. */
  readonly messageCount: number;
  readonly candidate: number;
  /** Position among the calls of the candidate. */
  readonly position: number;
}

/** An id of letters, digits and `_`, 28 characters long. */
export function makeCallId(name: string, argumentsJson: string, place: CallPlace): string {
  const text = JSON.stringify([name, argumentsJson, place.messageCount, place.candidate, place.position]);
  return PREFIX + createHash('sha256').update(text).digest('hex').slice(0, 20);
}

/** True for ids that {@link makeCallId} made: no model has ever seen them. */
export function isMadeUpCallId(id: string): boolean {
  return MADE_UP.test(id);
}
