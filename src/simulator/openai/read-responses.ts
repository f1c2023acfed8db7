// From a Responses request to what the simulated model is asked. https://platform.openai.com/docs/api-reference/responses
import { asArray, asBoolean, asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import type { OfferedTool, Prompt } from '../simulated-mind.ts';
import { invalidRequest, openaiError } from './errors.ts';
import { mediumOf, readToolChoice, textOf, toolOf } from './read-prompt.ts';

/** Input items; a bare string is one user message. */
export function inputItems(body: JsonObject): readonly unknown[] {
  const input = body['input'];
  return typeof input === 'string' ? [{ role: 'user', content: input }] : asArray(input);
}

/** The first 400 that the request deserves. */
export function checkResponsesRequest(body: JsonObject): JsonReply | undefined {
  const items = inputItems(body);
  if (items.length === 0)
    return invalidRequest("Missing required parameter: 'input'.", 'input', 'missing_required_parameter');
  const previous = asString(body['previous_response_id']);
  if (previous !== undefined) {
    return openaiError(
      400,
      `Previous response with id '${previous}' not found.`,
      'invalid_request_error',
      'previous_response_not_found',
      'previous_response_id',
    );
  }
  const called = new Set<unknown>();
  const answered = new Set<unknown>();
  for (const item of items) {
    const given = asObject(item);
    if (isCall(item)) called.add(given?.['call_id']);
    if (!isOutput(item)) continue;
    answered.add(given?.['call_id']);
    if (called.has(given?.['call_id'])) continue;
    return invalidRequest(
      `No tool call found for function call output with call_id ${String(asString(given?.['call_id']))}.`,
      'input',
    );
  }
  const open = [...called].find((id) => !answered.has(id));
  return open === undefined
    ? undefined
    : invalidRequest(`No tool output found for function call ${String(asString(open))}.`, 'input');
}

/** Reads what a request of the Responses API asks the model. */
export function readResponsesPrompt(body: JsonObject, huge: boolean): Prompt {
  const items = inputItems(body);
  const lastUser = asObject(items.findLast((item) => asObject(item)?.['role'] === 'user'));
  const format = asObject(asObject(body['text'])?.['format']);
  const effort = asString(asObject(body['reasoning'])?.['effort']);
  return {
    lastUserText: textOf(lastUser?.['content']),
    media: asArray(lastUser?.['content']).flatMap(mediumOf),
    toolResults: toolResults(items),
    toolRounds: items.filter((item, at) => isOutput(item) && !isOutput(items[at - 1])).length,
    tools: asArray(body['tools']).flatMap(offeredTool),
    ...readToolChoice(body['tool_choice']),
    parallelTools: asBoolean(body['parallel_tool_calls']),
    schema: format?.['type'] === 'json_schema' ? format['schema'] : undefined,
    jsonMode: format?.['type'] === 'json_object',
    thinks: effort !== undefined && effort !== 'none' && effort !== 'minimal',
    stopSequences: [],
    maxTokens: asNumber(body['max_output_tokens']),
    huge,
  };
}

/** Names of the tools that take plain text, in a grammar or not, instead of JSON. */
export function customTools(body: JsonObject): ReadonlySet<unknown> {
  const custom = asArray(body['tools']).filter((tool) => asObject(tool)?.['type'] === 'custom');
  return new Set(custom.map((tool) => asObject(tool)?.['name']));
}

function offeredTool(tool: unknown): OfferedTool[] {
  const given = asObject(tool);
  if (given?.['type'] === 'function') return toolOf(tool);
  const input = { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] };
  return given?.['type'] === 'custom' ? toolOf({ ...given, parameters: input }) : [];
}

function isCall(item: unknown): boolean {
  const type = asObject(item)?.['type'];
  return type === 'function_call' || type === 'custom_tool_call';
}

function isOutput(item: unknown): boolean {
  const type = asObject(item)?.['type'];
  return type === 'function_call_output' || type === 'custom_tool_call_output';
}

function toolResults(items: readonly unknown[]): Prompt['toolResults'] {
  const last = items.findLastIndex((item) => !isOutput(item));
  return items.slice(last + 1).map((item) => {
    const given = asObject(item);
    const call = items.find((other) => isCall(other) && asObject(other)?.['call_id'] === given?.['call_id']);
    return { name: asString(asObject(call)?.['name']) ?? '?', text: textOf(given?.['output']) };
  });
}
