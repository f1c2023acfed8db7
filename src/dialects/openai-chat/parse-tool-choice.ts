// `tool_choice` and the legacy `function_call` → canonical choice, checked against the tools that are offered.

import type { Loss } from '../../canon/loss.ts';
import type { Tool, ToolChoice } from '../../canon/tool.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import {
  readArray,
  readField,
  readObject,
  readString,
  refuse,
  requireString,
} from '../openai-field-reader.ts';

const FORMS = 'none, auto, required or an object that names a tool';

/** Parses the choice; undefined leaves it to the provider. A choice without any tool is refused where it must call one. */
export function parseToolChoice(
  body: JsonObject,
  tools: readonly Tool[],
  loss: Loss,
): ToolChoice | undefined {
  const field = readField(body, 'tool_choice') === undefined ? 'function_call' : 'tool_choice';
  const value = readField(body, field);
  if (value === undefined) return undefined;
  const choice = parseChoice(value, field);
  if (tools.length === 0) return chooseFromNothing(choice, body, field, loss);
  if (choice.type === 'allowed' || choice.type === 'required') checkNames(choice.names ?? [], tools, field);
  return choice;
}

function parseChoice(value: JsonValue, at: string): ToolChoice {
  if (typeof value === 'string') {
    if (value === 'auto' || value === 'none' || value === 'required') return { type: value };
    // Mistral's word, and Anthropic's.
    if (value === 'any') return { type: 'required' };
    throw refuse(at, FORMS, value);
  }
  if (!isObject(value)) throw refuse(at, FORMS, value);
  const type = readString(value, 'type', `${at}.`);
  if (type === 'allowed_tools') return parseAllowed(value, at);
  if (type === 'auto' || type === 'none' || type === 'required') return { type };
  if (type !== undefined && type !== 'function' && type !== 'custom')
    throw refuse(`${at}.type`, 'function, custom or allowed_tools', type);
  return { type: 'required', names: [readName(value, `${at}.`)] };
}

/** `{type, function: {name}}`, `{type, custom: {name}}`, or a bare `{name}`. */
function readName(value: JsonObject, at: string): string {
  const inner = readField(value, 'function') === undefined ? 'custom' : 'function';
  const holder = readObject(value, inner, at);
  return holder === undefined
    ? requireString(value, 'name', at)
    : requireString(holder, 'name', `${at}${inner}.`);
}

function parseAllowed(value: JsonObject, at: string): ToolChoice {
  const allowed = readObject(value, 'allowed_tools', `${at}.`) ?? value;
  const inside = `${at}.allowed_tools.`;
  const names = (readArray(allowed, 'tools', inside) ?? []).map((tool, index) => {
    if (!isObject(tool)) throw refuse(`${inside}tools[${index}]`, 'a tool object', tool);
    return readName(tool, `${inside}tools[${index}].`);
  });
  if (names.length === 0) throw refuse(`${inside}tools`, 'at least one tool');
  const mode = readString(allowed, 'mode', inside) ?? 'auto';
  if (mode === 'required') return { type: 'required', names };
  if (mode === 'auto') return { type: 'allowed', names };
  throw refuse(`${inside}mode`, 'auto or required', mode);
}

function chooseFromNothing(
  choice: ToolChoice,
  body: JsonObject,
  field: string,
  loss: Loss,
): ToolChoice | undefined {
  if (choice.type === 'auto' || choice.type === 'none') return undefined;
  const offered = [body['tools'], body['functions']].some((list) => Array.isArray(list) && list.length > 0);
  if (!offered) throw refuse(field, 'tools beside it: none are offered');
  // All that were offered are of kinds that cannot be carried; the loss list names them too.
  loss.add(field);
  return undefined;
}

function checkNames(names: readonly string[], tools: readonly Tool[], field: string): void {
  const missing = names.find((name) => !tools.some((tool) => tool.name === name));
  if (missing !== undefined) throw refuse(field, 'the name of a tool in tools', missing);
}
