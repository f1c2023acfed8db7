// Reasoning items → reasoning parts, or the signature of a neighbour that travelled in one.

import { asString, isObject, type JsonObject } from '../../lib/json.ts';
import type { Conversation } from './conversation.ts';
import { readArray, readString } from '../openai-field-reader.ts';
import { unmarkSignature } from './signature-mark.ts';

/** What separates the summaries of one item when they are read as one text. */
const BETWEEN_SUMMARIES = '\n\n';

/** Puts the item where it belongs in the conversation. An item that says nothing is dropped. */
export function parseReasoningItem(item: JsonObject, at: string, conversation: Conversation): void {
  const text = reasoningText(item, at);
  const placed = unmarkSignature(readString(item, 'encrypted_content', `${at}.`) ?? '');
  if (placed === undefined) {
    if (text !== '') conversation.think({ type: 'reasoning', text });
    return;
  }
  const { place, signature } = placed;
  switch (place) {
    case 'thought':
      conversation.think({ type: 'reasoning', text, signature });
      return;
    case 'redacted':
      conversation.think({ type: 'reasoning', text, redactedData: signature.value, signature });
      return;
    case 'text':
      conversation.signText(signature);
      return;
    case 'tail':
      conversation.say([{ type: 'text', text: '', signature }]);
      return;
    case 'call':
      conversation.signCall(signature);
      return;
    default:
      place satisfies never;
  }
}

/** The summaries; what an open model thought in full only where there are none. */
export function reasoningText(item: JsonObject, at: string): string {
  const said = (name: string): string =>
    (readArray(item, name, `${at}.`) ?? [])
      .flatMap((part) => (isObject(part) ? (asString(part['text']) ?? []) : []))
      .join(BETWEEN_SUMMARIES);
  return said('summary') || said('content');
}
