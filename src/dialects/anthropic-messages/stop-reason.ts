// Anthropic's stop_reason → canonical finish.
// https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons

import type { Finish, FinishKind } from '../../canon/finish.ts';
import { asObject, asString, type JsonObject } from '../../lib/json.ts';

const kinds: ReadonlyMap<string, FinishKind> = new Map([
  ['end_turn', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['stop_sequence', 'stop-sequence'],
  ['tool_use', 'tool-calls'],
  // A long turn with Anthropic's own tools, to be taken up again: cut short, not done.
  ['pause_turn', 'length'],
  ['compaction', 'length'],
  ['refusal', 'refusal'],
]);

/**
 * The finish that a message or a `message_delta` holds; undefined while it goes on. A reason that is not in the table is
 * `failed`: calling it a success would be a guess.
 */
export function readStopReason(holder: JsonObject): Finish | undefined {
  const reason = asString(holder['stop_reason']);
  if (reason === undefined) return undefined;
  const sequence = asString(holder['stop_sequence']);
  const message = asString(asObject(holder['stop_details'])?.['explanation']);
  return {
    kind: kinds.get(reason) ?? 'failed',
    raw: reason,
    ...(message !== undefined && { message }),
    ...(sequence !== undefined && { stopSequence: sequence }),
  };
}
