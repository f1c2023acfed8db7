// Canonical finish → status, error and incomplete_details. Every kind is named: nothing falls back to `completed`.

import type { Finish } from '../../canon/finish.ts';
import type { JsonObject } from '../../lib/json.ts';

/** Three fields of the response that must agree; `incomplete` is the reason in `incomplete_details`. */
export interface Outcome {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly error: JsonObject | null;
  readonly incomplete: 'max_output_tokens' | 'content_filter' | undefined;
}

/** The outcome of a response that has only begun. */
export const inProgress: Outcome = { status: 'in_progress', error: null, incomplete: undefined };

/** `refused` is true when the answer holds the words of a refusal: such an answer is complete. */
export function renderOutcome(finish: Finish, refused: boolean): Outcome {
  switch (finish.kind) {
    case 'stop':
    case 'stop-sequence':
    case 'tool-calls':
      return { status: 'completed', error: null, incomplete: undefined };
    case 'length':
      return { status: 'incomplete', error: null, incomplete: 'max_output_tokens' };
    case 'refusal':
      if (refused) return { status: 'completed', error: null, incomplete: undefined };
      return { status: 'incomplete', error: null, incomplete: 'content_filter' };
    case 'content-filter':
      return { status: 'incomplete', error: null, incomplete: 'content_filter' };
    case 'failed': {
      const said = [finish.raw, finish.message].filter((word) => word !== undefined).join(': ');
      const message = `The model failed to make a usable answer${said === '' ? '.' : ` (${said}).`}`;
      return { status: 'failed', error: { code: 'server_error', message }, incomplete: undefined };
    }
    default:
      return finish.kind satisfies never;
  }
}
