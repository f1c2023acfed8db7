// Puts the streams of several candidates into one: one after another, or taking turns.

import type { Candidate, Plan } from './plan.ts';
import type { WireEvent } from './wire-event.ts';

/** The events of all candidates in the order in which they are sent. */
export function weave(plan: Plan, write: (candidate: Candidate, index: number) => WireEvent[]): WireEvent[] {
  const streams = plan.candidates.map(write);
  if (!plan.interleaved) return streams.flat();
  const woven: WireEvent[] = [];
  const longest = Math.max(...streams.map(({ length }) => length));
  for (let at = 0; at < longest; at++) {
    for (const stream of streams) {
      const event = stream[at];
      if (event !== undefined) woven.push(event);
    }
  }
  return woven;
}
