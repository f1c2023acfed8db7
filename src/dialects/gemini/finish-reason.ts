// Google's finishReason and blockReason → canonical finish.
// https://ai.google.dev/api/generate-content#FinishReason

import type { Finish, FinishKind } from '../../canon/finish.ts';

const kinds: ReadonlyMap<string, FinishKind> = new Map([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['LANGUAGE', 'content-filter'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['MODEL_ARMOR', 'content-filter'],
  ['ESCALATION', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['IMAGE_PROHIBITED_CONTENT', 'content-filter'],
  ['IMAGE_RECITATION', 'content-filter'],
  ['IMAGE_OTHER', 'content-filter'],
  ['NO_IMAGE', 'failed'],
  ['OTHER', 'failed'],
  ['MALFORMED_FUNCTION_CALL', 'failed'],
  ['MALFORMED_RESPONSE', 'failed'],
  ['UNEXPECTED_TOOL_CALL', 'failed'],
  ['TOO_MANY_TOOL_CALLS', 'failed'],
  ['MISSING_THOUGHT_SIGNATURE', 'failed'],
]);

/** The numbers that stand for the words when a client asks for `enum-encoding=int`. */
const numbered = [
  'FINISH_REASON_UNSPECIFIED',
  'STOP',
  'MAX_TOKENS',
  'SAFETY',
  'RECITATION',
  'OTHER',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MALFORMED_FUNCTION_CALL',
  'IMAGE_SAFETY',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
] as const;

/** The word of a `finishReason` as it stands on the wire; undefined while the candidate goes on. */
export function readFinishReason(value: unknown): string | undefined {
  if (typeof value === 'number') return value === 0 ? undefined : (numbered[value] ?? String(value));
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** True for one of Google's own words. */
export function isFinishReason(word: string): boolean {
  return kinds.has(word);
}

/**
 * The finish for a `finishReason`. Google says STOP for tool calls too, so whether any was seen is told apart here. A
 * reason that is not in the table is `failed`: calling it a success would be a guess.
 */
export function geminiFinish(reason: string, message: string | undefined, sawToolCall: boolean): Finish {
  const known = kinds.get(reason) ?? 'failed';
  const kind = known === 'stop' && sawToolCall ? 'tool-calls' : known;
  return { kind, raw: reason, ...(message !== undefined && { message }) };
}

/** The finish of a prompt that was refused as a whole (`promptFeedback`). */
export function geminiBlock(reason: string | undefined, message: string | undefined): Finish {
  return {
    kind: 'content-filter',
    ...(reason !== undefined && { raw: reason }),
    ...(message !== undefined && { message }),
  };
}
