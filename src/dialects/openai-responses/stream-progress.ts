// How far a response stream has come in the terms of its wire: its number, its items' ids, what has begun and ended.

import { asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { StreamPlace } from '../dialect.ts';

/** True for events that begin or end an item or a part: a client counts with them. */
export function isStep(type: string): boolean {
  return /^response\.(?:output_item|content_part|reasoning_summary_part)\.(?:added|done)$/u.test(type);
}

/** Of a relayed stream: `place` is where `continueStream` takes it up. */
export interface StreamProgress {
  /** Notes an event. */
  note(type: string, event: JsonObject): void;
  readonly place: StreamPlace;
}

/** Creates the memory of one stream. */
export function createStreamProgress(): StreamProgress {
  const steps = new Map<string, number>();
  const itemIds: (string | undefined)[] = [];
  let id: string | undefined;
  let sequence = 0;
  return {
    note(type, event) {
      sequence = (asNumber(event['sequence_number']) ?? sequence) + 1;
      id ??= asString(asObject(event['response'])?.['id']);
      if (!isStep(type)) return;
      steps.set(type, (steps.get(type) ?? 0) + 1);
      const index = asNumber(event['output_index']);
      const itemId = asString(asObject(event['item'])?.['id']);
      if (index !== undefined && itemId !== undefined) itemIds[index] = itemId;
    },
    get place() {
      return { id, sequence, steps, itemIds };
    },
  };
}
