// `tool_choice` → canonical choice, checked against the tools that are offered.

import type { Loss } from '../../canon/loss.ts';
import type { Tool, ToolChoice } from '../../canon/tool.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readArray, readField, readString, refuse, requireString } from '../openai-field-reader.ts';
import { hostedName } from './parse-tools.ts';
import { qualifiedName } from './tool-kinds.ts';

const FORMS = 'none, auto, required or an object that names a tool';

/** Parses the choice; undefined leaves it to the provider. A choice that must call a tool is refused when none is offered. */
export function parseToolChoice(
  body: JsonObject,
  tools: readonly Tool[],
  loss: Loss,
): ToolChoice | undefined {
  const value = readField(body, 'tool_choice');
  if (value === undefined) return undefined;
  const choice = parseChoice(value);
  if (tools.length === 0) return chooseFromNothing(choice, body, loss);
  if (choice.type === 'auto' || choice.type === 'none' || choice.names === undefined) return choice;
  const names = choice.names.filter((name) => tools.some((tool) => tool.name === name));
  if (names.length === choice.names.length) return choice;
  // A named tool may be one that cannot be carried; that it was offered makes the choice lost, not wrong.
  if (names.length === 0 && !offersLost(body, tools))
    throw refuse('tool_choice', 'the name of a tool in tools', choice.names[0]);
  loss.add('tool_choice');
  return names.length === 0 ? undefined : { ...choice, names };
}

function parseChoice(value: JsonValue): ToolChoice {
  if (value === 'auto' || value === 'none' || value === 'required') return { type: value };
  if (!isObject(value)) throw refuse('tool_choice', FORMS, value);
  const type = requireString(value, 'type', 'tool_choice.');
  if (type === 'auto' || type === 'none' || type === 'required') return { type };
  if (type === 'allowed_tools') return parseAllowed(value);
  return { type: 'required', names: [readName(value, 'tool_choice.')] };
}

function parseAllowed(value: JsonObject): ToolChoice {
  const at = 'tool_choice.tools';
  const names = (readArray(value, 'tools', 'tool_choice.') ?? []).map((tool, index) => {
    if (!isObject(tool)) throw refuse(`${at}[${index}]`, 'a tool object', tool);
    return readName(tool, `${at}[${index}].`);
  });
  if (names.length === 0) throw refuse(at, 'at least one tool');
  const mode = readString(value, 'mode', 'tool_choice.') ?? 'auto';
  if (mode === 'required') return { type: 'required', names };
  if (mode === 'auto') return { type: 'allowed', names };
  throw refuse('tool_choice.mode', 'auto or required', mode);
}

/** Functions and free-text tools are named; tools of the provider's are their type. */
function readName(value: JsonObject, at: string): string {
  const type = requireString(value, 'type', at);
  const name = hostedName(type);
  if (name !== undefined) return name;
  if (type !== 'function' && type !== 'custom') return type;
  return qualifiedName(requireString(value, 'name', at), readString(value, 'namespace', at));
}

function chooseFromNothing(choice: ToolChoice, body: JsonObject, loss: Loss): ToolChoice | undefined {
  if (choice.type === 'auto' || choice.type === 'none') return undefined;
  if (!offersLost(body, [])) throw refuse('tool_choice', 'tools beside it: none are offered');
  loss.add('tool_choice');
  return undefined;
}

/** True when more tools were offered than could be carried. */
function offersLost(body: JsonObject, tools: readonly Tool[]): boolean {
  const offered = body['tools'];
  return Array.isArray(offered) && offered.length > tools.length;
}
