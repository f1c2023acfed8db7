// A Responses request body → canonical request. Knows the fields' homes; each home parses its own.
// https://platform.openai.com/docs/api-reference/responses/create

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { Tool } from '../../canon/tool.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { readArray, readBoolean, readField, readInteger, readString } from '../openai-field-reader.ts';
import { parseInput } from './parse-items.ts';
import { parseReasoning, parseResponseFormat, parseSampling, reportLoss } from './parse-options.ts';
import { parseToolChoice } from './parse-tool-choice.ts';
import { parseTools } from './parse-tools.ts';

/**
 * Parses the body; `previous_response_id` and references must have been resolved before. Throws GatewayError
 * `missing_model`, `not_supported`, or `invalid_request` with the field's path in `param`.
 */
export function parseRequest(body: JsonObject, loss: Loss): CanonRequest {
  const model = readString(body, 'model');
  if (model === undefined || model === '') {
    throw new GatewayError('missing_model', 'you must provide a model parameter', { param: 'model' });
  }
  refuseUnsupported(body);
  const { conversation, tools: added } = parseInput(body, loss);
  const tools = withoutRepeats([...parseTools(readArray(body, 'tools') ?? [], 'tools', loss), ...added]);
  reportLoss(body, loss);
  // The rest of the body: the answer repeats it, and this dialect's own providers take what the canon does not hold.
  const { input: _input, previous_response_id: _previous, ...rest } = body;
  return {
    model,
    system: conversation.system,
    messages: conversation.messages,
    tools,
    toolChoice: parseToolChoice(body, tools, loss),
    parallelToolCalls: readBoolean(body, 'parallel_tool_calls'),
    responseFormat: parseResponseFormat(body),
    sampling: parseSampling(body),
    maxOutputTokens: readInteger(body, 'max_output_tokens', 1),
    stop: [],
    reasoning: parseReasoning(body),
    stream: readBoolean(body, 'stream') ?? false,
    includeUsage: true,
    userId: readString(body, 'safety_identifier') ?? readString(body, 'user'),
    extras: { 'openai-responses': { ...rest, ...readPrevious(body) } },
  };
}

function refuseUnsupported(body: JsonObject): void {
  // Anything but false keeps the answer: who means no, and says it otherwise, has to learn so.
  readBoolean(body, 'store');
  if (readBoolean(body, 'background') === true) {
    throw notSupported('background', 'answers cannot be made in the background; send stream: true instead');
  }
  for (const name of ['conversation', 'prompt'] as const) {
    if (readField(body, name) !== undefined)
      throw notSupported(
        name,
        `\`${name}\` names an object that only OpenAI holds; send its content in input`,
      );
  }
}

/** The id of the answer that the input continues, for the answer to repeat. One that nobody resolved would be lost context. */
function readPrevious(body: JsonObject): JsonObject {
  const previous = readField(body, 'previous_response_id');
  if (previous === undefined) return {};
  const id = isObject(previous) ? readString(previous, 'resolved', 'previous_response_id.') : undefined;
  if (id !== undefined) return { previous_response_id: id };
  throw notSupported(
    'previous_response_id',
    'answers are not kept here; send the whole conversation in input',
  );
}

function notSupported(param: string, message: string): GatewayError {
  return new GatewayError('not_supported', message, { param });
}

/** Agents send the same tools again as they are found. Providers refuse two of one name. */
function withoutRepeats(tools: readonly Tool[]): readonly Tool[] {
  const seen = new Set<string>();
  return tools.filter((tool) => {
    const key = tool.type === 'function' ? tool.name : JSON.stringify([tool.name, tool.options]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
