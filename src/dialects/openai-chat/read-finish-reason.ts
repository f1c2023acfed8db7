// `finish_reason` of OpenAI and its kin → canonical finish.
// https://platform.openai.com/docs/api-reference/chat/object#chat-object-choices

import type { Finish, FinishKind } from '../../canon/finish.ts';

const kinds: Readonly<Record<string, FinishKind>> = {
  stop: 'stop',
  end_turn: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  stop_sequence: 'stop-sequence',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  tool_calls: 'tool-calls',
  tool_use: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  safety: 'content-filter',
  recitation: 'content-filter',
  blocklist: 'content-filter',
  prohibited_content: 'content-filter',
  refusal: 'refusal',
};

/** What of the choice has come: the word on the wire alone may say too much or too little. */
export interface AnswerSeen {
  readonly toolCalls: number;
  readonly refusal: boolean;
  /** A call came that nobody can run. */
  readonly unusableCall: boolean;
  /** The stop sequence that matched, as vLLM and others tell it. */
  readonly stopSequence: string | undefined;
}

/** The word as it stands on the wire; undefined while the choice goes on. Some services send an empty one till then. */
export function readFinishReason(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The kind of a word alone. One that is not known is `failed`: calling it a success would be a guess. */
export function finishKind(reason: string): FinishKind {
  const word = reason.toLowerCase();
  // Google's OpenAI-compatible endpoint adds its own word: "content_filter: RECITATION".
  if (word.startsWith('content_filter')) return 'content-filter';
  return Object.hasOwn(kinds, word) ? (kinds[word] ?? 'failed') : 'failed';
}

/** The finish. Services say "stop" with tool calls and with refusals, and "tool_calls" without, so what was seen counts. */
export function readFinish(reason: string, seen: AnswerSeen): Finish {
  const known = finishKind(reason);
  if (seen.unusableCall && (known === 'stop' || known === 'tool-calls')) {
    return { kind: 'failed', raw: reason, message: 'a tool call that is not whole' };
  }
  if (known !== 'stop' && known !== 'tool-calls') return { kind: known, raw: reason };
  if (seen.toolCalls > 0) return { kind: 'tool-calls', raw: reason };
  if (seen.refusal) return { kind: 'refusal', raw: reason };
  if (seen.stopSequence !== undefined) {
    return { kind: 'stop-sequence', raw: reason, stopSequence: seen.stopSequence };
  }
  return { kind: 'stop', raw: reason };
}
