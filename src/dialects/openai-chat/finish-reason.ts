// Canonical finish → `finish_reason`. Every kind is named: nothing falls back to "stop".

import type { Finish } from '../../canon/finish.ts';

/** All that OpenAI's SDKs know: https://platform.openai.com/docs/api-reference/chat/object#chat-object-choices */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';

/** What of the candidate has been written so far. */
export interface Seen {
  readonly toolCall: boolean;
  readonly refusal: boolean;
  /** The request spoke of `functions`, not `tools`. */
  readonly legacyFunctions: boolean;
}

/**
 * OpenAI's word for the finish. Gemini says STOP with tool calls too, so what was seen counts.
 * A failed generation is none of OpenAI's words; `content_filter` is the one that no client takes for success.
 */
export function finishReason(finish: Finish, seen: Seen): FinishReason {
  switch (finish.kind) {
    case 'stop':
    case 'stop-sequence':
      return seen.toolCall ? calls(seen) : 'stop';
    case 'tool-calls':
      return calls(seen);
    case 'length':
      return 'length';
    case 'refusal':
      // OpenAI's own refusals stop normally and say so in `refusal`; without that text the refusal would be invisible.
      return seen.refusal ? 'stop' : 'content_filter';
    case 'content-filter':
    case 'failed':
    default:
      return 'content_filter';
  }
}

function calls(seen: Seen): FinishReason {
  // Finished for calls of which none came: a client that waits for them would hang.
  if (!seen.toolCall) return 'stop';
  return seen.legacyFunctions ? 'function_call' : 'tool_calls';
}
