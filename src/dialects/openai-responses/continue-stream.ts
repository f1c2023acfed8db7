// A renderer that goes on with a response whose beginning went to the client as its provider sent it: same ids, numbers that
// follow, and in the last event all items.

import type { StreamEvent } from '../../canon/stream-event.ts';
import type { RenderAnswerContext, StreamPlace, StreamRenderer } from '../dialect.ts';
import { createStreamRenderer } from './render-stream.ts';
import { isStep } from './stream-progress.ts';

/** Closes the item that is open, and says nothing: a renderer waits for what follows, a provider need not. */
const CLOSE: StreamEvent = { type: 'reasoning-start', candidate: 0 };

/** Undefined when the events would have been rendered in other items and parts than the provider made of them. */
export function continueStream(
  context: RenderAnswerContext,
  delivered: readonly StreamEvent[],
  place: StreamPlace,
): StreamRenderer | undefined {
  const { sequence = 0, steps = new Map<string, number>() } = place;
  for (const events of [delivered, [...delivered, CLOSE]]) {
    const types = typesOf(
      play(createStreamRenderer({ ...context, place: { ...place, sequence: 0 } }), events),
    );
    if (!isSame(countSteps(types), steps)) continue;
    // Numbered so that the next one follows what the client has, however many events it was said in.
    const numbered = { ...place, sequence: sequence - types.length };
    const renderer = createStreamRenderer({ ...context, place: numbered });
    play(renderer, events);
    return renderer;
  }
  return undefined;
}

function play(renderer: StreamRenderer, events: readonly StreamEvent[]): string {
  return events.map((event) => renderer.render(event)).join('');
}

function typesOf(said: string): string[] {
  return [...said.matchAll(/^event: (.+)$/gmu)].map(([, type = '']) => type);
}

function countSteps(types: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const type of types) if (isStep(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

function isSame(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([type, count]) => other.get(type) === count);
}
