// Whether a stream is one stream to its client, though two providers have written it: one id, numbers without a gap, each
// part begun and ended once.

import { expect } from 'vitest';
import type { Door } from './door.ts';
import { at, jsonOf, textAt, type Frame, type Json } from './wire.ts';

/** Fails where the wire tells of a second stream within the first. */
export function expectOneStream(door: Door, frames: readonly Frame[]): void {
  const events = jsonOf(frames);
  const of = (...path: string[]): readonly unknown[] =>
    events.map((event) => at(event, ...path)).filter((value) => value !== undefined);
  const typed = (type: string): readonly Json[] => events.filter((event) => event['type'] === type);
  switch (door.dialect) {
    case 'openai-chat':
      expect(new Set(of('id')).size).toBe(1);
      expect(frames.filter(({ data }) => data === '[DONE]')).toHaveLength(1);
      break;
    case 'gemini':
      expect(new Set(of('responseId')).size).toBe(1);
      break;
    case 'anthropic-messages':
      expect(typed('message_start')).toHaveLength(1);
      expect(typed('message_stop')).toHaveLength(1);
      for (const type of ['content_block_start', 'content_block_stop'])
        expect(typed(type).map((event) => event['index'])).toEqual(typed(type).map((_, index) => index));
      break;
    case 'openai-responses': {
      expect(of('sequence_number')).toEqual(events.map((_, index) => index));
      expect(new Set(of('response', 'id')).size).toBe(1);
      const items = new Set(events.map((event) => `${String(event['output_index'])} ${itemIdOf(event)}`));
      const places = new Set(of('output_index'));
      expect([...items].filter((item) => !item.endsWith(' ')).length).toBe(places.size);
      for (const type of ['response.output_item.added', 'response.output_item.done'])
        expect(typed(type)).toHaveLength(places.size);
      break;
    }
  }
}

function itemIdOf(event: Json): string {
  return textAt(event, 'item_id') || textAt(event, 'item', 'id');
}
