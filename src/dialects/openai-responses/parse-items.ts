// `input` → conversation: each item by its type. Knows no other field of the request.
// https://platform.openai.com/docs/api-reference/responses/create#responses-create-input

import type { Loss } from '../../canon/loss.ts';
import type { Tool } from '../../canon/tool.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { Conversation } from './conversation.ts';
import { readArray, readField, readString, refuse, requireString } from '../openai-field-reader.ts';
import { isRunByProvider } from './is-run-by-provider.ts';
import { parseContent } from './parse-content.ts';
import { parseCall, parseCallOutput } from './parse-calls.ts';
import { parseReasoningItem } from './parse-reasoning-item.ts';
import { parseServerItem } from './parse-server-item.ts';
import { parseTools } from './parse-tools.ts';

/** The turns that the items come to. */
export interface ParsedInput {
  readonly conversation: Conversation;
  /** Tools that were offered inside the input. */
  readonly tools: readonly Tool[];
}

/** Parses the input; `instructions` come before everything else. Throws `invalid_request` naming the item at fault. */
export function parseInput(body: JsonObject, loss: Loss): ParsedInput {
  const conversation = new Conversation();
  const tools: Tool[] = [];
  const instructions = readString(body, 'instructions');
  if (instructions !== undefined && instructions !== '')
    conversation.instruct([{ type: 'text', text: instructions }]);
  const input = readField(body, 'input');
  if (typeof input === 'string') conversation.ask([{ type: 'text', text: input }]);
  else if (Array.isArray(input) && input.length > 0) {
    for (const [index, item] of input.entries()) {
      const at = `input[${index}]`;
      if (!isObject(item)) throw refuse(at, 'an item object', item);
      parseItem(item, { at, loss, conversation, tools });
    }
  } else throw refuse('input', explain(body), input);
  return { conversation, tools };
}

function explain(body: JsonObject): string {
  const other =
    body['messages'] === undefined ? '' : ' (a body with `messages` belongs to /v1/chat/completions)';
  return `a string or an array of at least one item${other}`;
}

interface ItemScene {
  readonly at: string;
  readonly loss: Loss;
  readonly conversation: Conversation;
  readonly tools: Tool[];
}

function parseItem(item: JsonObject, scene: ItemScene): void {
  const { at, loss, conversation } = scene;
  const type = typeOf(item, at);
  switch (type) {
    case 'message':
      parseMessage(item, scene);
      return;
    case 'reasoning':
      parseReasoningItem(item, at, conversation);
      return;
    case 'item_reference':
      throw refuse(
        `${at}.id`,
        'an item of an answer that is kept here; send the item itself, or keep answers with store',
        item['id'],
      );
    case 'additional_tools':
      parseLateTools(item, scene);
      return;
    case 'tool_search_output':
      parseFoundTools(item, scene);
      return;
    default:
      break;
  }
  if (type.endsWith('_output')) {
    const result = parseCallOutput(item, at, loss);
    if (conversation.result(result)) return;
    const ran = parseServerItem(item, type);
    if (ran === undefined)
      throw refuse(`${at}.call_id`, 'the call_id of a call before it in input', item['call_id']);
    conversation.say(ran);
    return;
  }
  const call = isRunByProvider(item) ? undefined : parseCall(item, type, at);
  if (call !== undefined) {
    conversation.call(call);
    return;
  }
  const parts = parseServerItem(item, type);
  if (parts !== undefined) conversation.say(parts);
  else loss.add(/^[\w.-]{1,64}$/u.test(type) ? `${at}:${type}` : at);
}

/** Easy messages have no type, and references may have none. */
function typeOf(item: JsonObject, at: string): string {
  const type = readString(item, 'type', `${at}.`);
  if (type !== undefined) return type;
  if (readField(item, 'role') !== undefined) return 'message';
  if (readField(item, 'id') !== undefined) return 'item_reference';
  throw refuse(`${at}.type`, 'the type of the item');
}

/** Tools that come later are tools like the others. */
function parseLateTools(item: JsonObject, { at, loss, tools }: ItemScene): readonly Tool[] {
  const late = parseTools(readArray(item, 'tools', `${at}.`) ?? [], `${at}.tools`, loss);
  tools.push(...late);
  return late;
}

/** What a search of the client's among its tools found: for other models the result of a call, which wants an answer. */
function parseFoundTools(item: JsonObject, scene: ItemScene): void {
  const found = parseLateTools(item, scene).map(({ name }) => name);
  const callId = readString(item, 'call_id', `${scene.at}.`) ?? '';
  const text = JSON.stringify({ tools: found });
  scene.conversation.result({
    type: 'tool-result',
    callId,
    parts: [{ type: 'text', text }],
    isError: false,
    extras: { 'openai-responses': item },
  });
}

function parseMessage(item: JsonObject, { at, loss, conversation }: ItemScene): void {
  const role = requireString(item, 'role', `${at}.`);
  const parts = parseContent(readField(item, 'content'), `${at}.content`, loss);
  switch (role) {
    case 'system':
    case 'developer': {
      const texts = parts.filter((part) => part.type === 'text');
      if (texts.length < parts.length) loss.add(`${at}.content`);
      conversation.instruct(texts);
      return;
    }
    case 'user':
      conversation.ask(parts);
      return;
    case 'assistant':
      conversation.say(parts);
      return;
    default:
      throw refuse(`${at}.role`, 'user, assistant, system or developer', role);
  }
}
