// Canonical finish → `stop_reason` and its companions. Never turns a failure into a success.

import type { Finish } from '../../canon/finish.ts';
import type { JsonObject } from '../../lib/json.ts';

/** What the content shows, whatever the provider's finish says: some say `stop` after a tool call or a refusal. */
export interface StopEvidence {
  readonly toolCall: boolean;
  readonly refusal: boolean;
}

/** Anthropic's own words for an answer cut short, kept for its own clients: after a pause they go on. */
const OWN_LENGTHS = ['pause_turn', 'model_context_window_exceeded'];

/**
 * The stop fields of a message. Undefined for a `failed` finish: Anthropic has no stop reason for it, and `end_turn`
 * would make an agent take an unusable answer for a finished one. The caller ends in an error instead.
 * https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons
 */
export function renderStop(finish: Finish, evidence: StopEvidence): JsonObject | undefined {
  switch (finish.kind) {
    case 'stop':
    case 'tool-calls':
      if (evidence.toolCall) return stop('tool_use');
      return evidence.refusal ? refusal(finish) : stop('end_turn');
    case 'stop-sequence':
      return { ...stop('stop_sequence'), stop_sequence: finish.stopSequence ?? null };
    case 'length':
      return stop(OWN_LENGTHS.find((reason) => reason === finish.raw) ?? 'max_tokens');
    case 'content-filter':
    case 'refusal':
      return refusal(finish);
    case 'failed':
      return undefined;
    default:
      return finish.kind satisfies never;
  }
}

function stop(reason: string): JsonObject {
  return { stop_reason: reason, stop_sequence: null, stop_details: null };
}

function refusal(finish: Finish): JsonObject {
  const explanation = finish.message ?? finish.raw ?? null;
  return { ...stop('refusal'), stop_details: { type: 'refusal', category: null, explanation } };
}
