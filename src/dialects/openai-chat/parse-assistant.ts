// An assistant message of Chat Completions → canonical parts: reasoning, text, refusal, tool calls, all kept.

import type { ContentPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readArray, readField, readObject, readString } from '../openai-field-reader.ts';
import { parseContent } from './parse-content.ts';
import { parseReasoningDetails } from './reasoning-details.ts';
import { parseFunctionCall, parseSignature, parseToolCall } from './parse-tool-call.ts';

/**
 * Parses the message at `at`. Calls without id get `call_<position>_<index>`, which is the same each time that the
 * conversation comes back, so that prompt caches keep hitting.
 */
export function parseAssistant(
  message: JsonObject,
  at: string,
  position: number,
  loss: Loss,
): readonly ContentPart[] {
  const parts: ContentPart[] = [];
  parts.push(...parseThoughts(message, at));
  const content = readField(message, 'content');
  if (content !== undefined) parts.push(...parseContent(content, `${at}.content`, loss));
  const refusal = readString(message, 'refusal', `${at}.`);
  if (refusal !== undefined && refusal !== '') parts.push({ type: 'refusal', text: refusal });
  for (const [index, call] of (readArray(message, 'tool_calls', `${at}.`) ?? []).entries()) {
    parts.push(parseToolCall(call, `${at}.tool_calls[${index}]`, `call_${position}_${index}`));
  }
  const legacy = readObject(message, 'function_call', `${at}.`);
  if (legacy !== undefined) {
    const call = parseFunctionCall(legacy, `${at}.function_call`);
    parts.push({ type: 'tool-call', id: `call_${position}_0`, idFromModel: false, ...call });
  }
  if (readField(message, 'audio') !== undefined) loss.add('messages[].audio');
  if (message['prefix'] === true) loss.add('messages[].prefix');
  return placeSignature(parts, message);
}

/** The names under which compatible services return what the model thought: their texts are alike, one has the proofs. */
function parseThoughts(message: JsonObject, at: string): readonly ContentPart[] {
  const detailed = parseReasoningDetails(message['reasoning_details']);
  if (detailed.length > 0) return detailed;
  const text =
    readString(message, 'reasoning_content', `${at}.`) ?? readString(message, 'reasoning', `${at}.`);
  return text === undefined || text === '' ? [] : [{ type: 'reasoning', text }];
}

/**
 * A signature on the message belongs to its text; without text to the call that the thoughts led to, which is the
 * first; else to the reasoning itself. One that is already placed is never overwritten.
 */
function placeSignature(parts: readonly ContentPart[], message: JsonObject): readonly ContentPart[] {
  const signature = parseSignature(message);
  if (signature === undefined) return parts;
  const text = parts.findLastIndex((part) => part.type === 'text');
  const call = parts.findIndex((part) => part.type === 'tool-call');
  const at = text === -1 ? Math.max(call, Math.min(0, parts.length - 1)) : text;
  return parts.map((part, index) =>
    index === at && part.signature === undefined ? { ...part, signature } : part,
  );
}
