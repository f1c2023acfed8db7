// A renderer that goes on with a response whose beginning went to the client as its provider sent it: same ids, numbers that
// follow, and in the last event all items.

import type { StreamEvent } from '../../canon/stream-event.ts';
import type { RenderAnswerContext, StreamPlace, StreamRenderer } from '../dialect.ts';
import { createStreamRenderer } from './render-stream.ts';
import { isStep } from './stream-progress.ts';

/** Undefined when the events would have been rendered in other items and parts than the provider made of them. */
export function continueStream(
  context: RenderAnswerContext,
  delivered: readonly StreamEvent[],
  place: StreamPlace,
): StreamRenderer | undefined {
  const { sequence = 0, steps } = place;
  const said = play(createStreamRenderer({ ...context, place: { ...place, sequence: 0 } }), delivered);
  const types = [...said.matchAll(/^event: (.+)$/gmu)].map(([, type = '']) => type);
  const made = new Map<string, number>();
  for (const type of types) if (isStep(type)) made.set(type, (made.get(type) ?? 0) + 1);
  for (const type of new Set([...made.keys(), ...(steps?.keys() ?? [])])) {
    if (made.get(type) !== steps?.get(type)) return undefined;
  }
  // Numbered so that the next one follows what the client has, however many events it was said in.
  const renderer = createStreamRenderer({
    ...context,
    place: { ...place, sequence: sequence - types.length },
  });
  play(renderer, delivered);
  return renderer;
}

function play(renderer: StreamRenderer, delivered: readonly StreamEvent[]): string {
  return delivered.map((event) => renderer.render(event)).join('');
}
