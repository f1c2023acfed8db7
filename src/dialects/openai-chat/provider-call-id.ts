// Ids of tool calls towards and from providers: the form that a service takes, and one for calls that came without.

import { createHash } from 'node:crypto';
import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import { wireCallId } from './answer-id.ts';

const NINE = /^[a-zA-Z0-9]{9}$/u;

/**
 * Where a call stands in its conversation; an id that is made of it is the same whenever the conversation is told
 * again.
 */
export interface CallPlace {
  /** Messages that came before the answer: tells equal calls of different steps apart. */
  readonly messageCount: number;
  readonly candidate: number;
  /** Position among the calls of the candidate. */
  readonly position: number;
}

/** The id as the service takes it; the same each time, so that calls and results keep together. */
export function providerCallId(id: string, form: ChatQuirks['callIds']): string {
  if (form === 'any') return wireCallId(id);
  if (NINE.test(id)) return id;
  const digest = createHash('sha256').update(id).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 9);
}

/**
 * An id for a call that came without: of letters, digits and `_`, the same each time that the answer is read. Its form
 * tells every dialect that no model has seen it.
 */
export function makeUpCallId(name: string, place: CallPlace): string {
  const text = JSON.stringify([name, place.messageCount, place.candidate, place.position]);
  return `call_plx${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
}
