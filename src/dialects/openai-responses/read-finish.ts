// Status of a response → finish. Undefined while it is not at its end.

import type { Finish } from '../../canon/finish.ts';
import { asObject, asString, type JsonObject } from '../../lib/json.ts';

/** What the output held: `completed` alone does not tell calls and refusals from an answer. */
export interface SeenItems {
  readonly toolCall: boolean;
  readonly refusal: boolean;
}

/** The finish of a whole response, or of the one in a terminal event. */
export function readFinish(response: JsonObject, seen: SeenItems): Finish | undefined {
  const status = asString(response['status']);
  switch (status) {
    case 'completed':
      if (seen.toolCall) return { kind: 'tool-calls', raw: status };
      return { kind: seen.refusal ? 'refusal' : 'stop', raw: status };
    case 'incomplete': {
      const reason = asString(asObject(response['incomplete_details'])?.['reason']) ?? status;
      if (reason === 'max_output_tokens') return { kind: 'length', raw: reason };
      return { kind: reason === 'content_filter' ? 'content-filter' : 'failed', raw: reason };
    }
    case 'cancelled':
      return { kind: 'failed', raw: status };
    default:
      return undefined;
  }
}
