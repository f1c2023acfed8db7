// `messages` of Chat Completions → canonical instructions and turns. Roles, order and the pairing of tool results with
// their calls live here; what a content part looks like does not.

import type { ContentPart, TextPart, ToolResultPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import type { Message } from '../../canon/request.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { readArray, readField, readString, refuse } from '../openai-field-reader.ts';
import { isTextOrMedia, parseCacheHint, parseContent } from './parse-content.ts';
import { parseAssistant } from './parse-assistant.ts';
import { createCallBook, type CallBook } from './call-book.ts';

/** Instructions at the head stand apart in `system`; later ones stay in their place. */
export interface Conversation {
  readonly system: readonly TextPart[];
  readonly messages: readonly Message[];
}

interface Turn {
  readonly message: JsonObject;
  readonly at: string;
  readonly index: number;
  readonly loss: Loss;
  readonly calls: CallBook;
}

/** Parses the conversation. Throws GatewayError `invalid_request` naming the message at fault. */
export function parseMessages(body: JsonObject, loss: Loss): Conversation {
  const items = readArray(body, 'messages');
  if (items === undefined || items.length === 0) throw refuse('messages', explain(body), items);
  const system: TextPart[] = [];
  const messages: Message[] = [];
  const calls = createCallBook();
  for (const [index, message] of items.entries()) {
    const at = `messages[${index}]`;
    if (!isObject(message)) throw refuse(at, 'a message object', message);
    const turn: Turn = { message, at, index, loss, calls };
    const role = readString(message, 'role', `${at}.`);
    switch (role) {
      case 'system':
      case 'developer':
        if (messages.length === 0) system.push(...parseInstructions(turn));
        else pushUnlessEmpty(messages, 'system', parseInstructions(turn));
        break;
      case 'user':
        messages.push({ role, parts: parseUser(turn) });
        break;
      case 'assistant': {
        const parts = hint(turn, parseAssistant(message, at, index, loss));
        calls.open(parts);
        pushUnlessEmpty(messages, role, parts);
        break;
      }
      case 'tool':
      case 'function':
        pushResult(messages, parseResult(turn), isResult(items[index - 1]));
        break;
      default:
        throw refuse(`${at}.role`, 'system, developer, user, assistant or tool', role);
    }
  }
  return { system, messages };
}

function explain(body: JsonObject): string {
  const other = body['input'] !== undefined ? ' (a body with `input` belongs to /v1/responses)' : '';
  return `an array with at least one message${other}`;
}

function parseInstructions(turn: Turn): readonly TextPart[] {
  const parts = hint(turn, parseContent(readField(turn.message, 'content'), `${turn.at}.content`, turn.loss));
  const texts = parts.filter((part) => part.type === 'text');
  if (texts.length < parts.length) turn.loss.add(`${turn.at}.content`);
  return texts;
}

function parseUser(turn: Turn): readonly ContentPart[] {
  if (readField(turn.message, 'name') !== undefined) turn.loss.add('messages[].name');
  return hint(turn, parseContent(readField(turn.message, 'content'), `${turn.at}.content`, turn.loss));
}

function parseResult(turn: Turn): ToolResultPart {
  const { message, at } = turn;
  const name = readString(message, 'name', `${at}.`);
  const call = turn.calls.answer(readString(message, 'tool_call_id', `${at}.`), name);
  if (call === undefined) {
    throw refuse(
      `${at}.tool_call_id`,
      'the id of a tool call in an earlier assistant message',
      message['tool_call_id'],
    );
  }
  const content = readField(message, 'content') ?? '';
  const parts = parseContent(content, `${at}.content`, turn.loss).filter(isTextOrMedia);
  return {
    type: 'tool-result',
    callId: call.id,
    name: call.name,
    parts,
    isError: false,
    cacheHint: parseCacheHint(message),
  };
}

/** Compatible clients put `cache_control` on the whole message: it means up to its last part. */
function hint<Part extends ContentPart>(turn: Turn, parts: readonly Part[]): readonly Part[] {
  const cacheHint = parseCacheHint(turn.message);
  if (cacheHint === undefined) return parts;
  return parts.map((part, index) => (index === parts.length - 1 ? { ...part, cacheHint } : part));
}

function pushUnlessEmpty(messages: Message[], role: Message['role'], parts: readonly ContentPart[]): void {
  if (parts.length > 0) messages.push({ role, parts });
}

function isResult(message: unknown): boolean {
  return isObject(message) && (message['role'] === 'tool' || message['role'] === 'function');
}

/** Results of parallel calls are one turn: Gemini refuses them in several. */
function pushResult(messages: Message[], result: ToolResultPart, joins: boolean): void {
  const last = messages.at(-1);
  if (!joins || last === undefined) messages.push({ role: 'user', parts: [result] });
  else messages[messages.length - 1] = { role: 'user', parts: [...last.parts, result] };
}
