// What OpenAI answers 400 to. https://platform.openai.com/docs/api-reference/chat/create
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { checkCount } from './check-count.ts';
import { invalidRequest, openaiError, responsesOnly } from './errors.ts';
import { isReasoningModel, speaksChat } from './model-catalog.ts';

const CHAT_FIELDS = new Set(
  (
    'messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens metadata ' +
    'modalities moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_retention ' +
    'reasoning_effort response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice ' +
    'tools top_logprobs top_p user verbosity web_search_options'
  ).split(' '),
);
const ROLES = new Set(['developer', 'system', 'user', 'assistant', 'tool', 'function']);
/** https://platform.openai.com/docs/api-reference/chat/create#chat-create-n */
const MOST_CHOICES = 128;
const FUNCTION_NAME = /^[a-zA-Z0-9_-]{1,64}$/u;

/** The first 400 that a Chat Completions request deserves. `strict` is off for compatible services, whose extensions differ. */
export function checkChatRequest(body: JsonObject, model: string, strict: boolean): JsonReply | undefined {
  if (strict && !speaksChat(model)) return responsesOnly();
  const stray = strict ? Object.keys(body).find((name) => !CHAT_FIELDS.has(name)) : undefined;
  if (stray !== undefined) {
    return invalidRequest(`Unknown parameter: '${stray}'.`, stray, 'unknown_parameter');
  }
  const messages = body['messages'];
  if (!Array.isArray(messages))
    return invalidRequest(
      "Missing required parameter: 'messages'.",
      'messages',
      'missing_required_parameter',
    );
  if (messages.length === 0) {
    return invalidRequest(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      'messages',
      'empty_array',
    );
  }
  return (
    checkMessages(messages) ??
    checkTools(body) ??
    checkCount(body, 'n', 1, MOST_CHOICES) ??
    (strict ? checkThinkingWithTools(body, model) : undefined) ??
    checkSampling(body, model) ??
    checkFormat(body, messages)
  );
}

/** https://github.com/openai/openai-openapi/issues/541 */
function checkThinkingWithTools(body: JsonObject, model: string): JsonReply | undefined {
  const effort = body['reasoning_effort'];
  if (!/^gpt-(?:5\.[4-9]|[6-9])/u.test(model) || asArray(body['tools']).length === 0 || effort === 'none')
    return undefined;
  return invalidRequest(
    `Function tools with reasoning_effort are not supported for ${model} in /v1/chat/completions. To use function tools, use ` +
      "/v1/responses or set reasoning_effort to 'none'.",
    'reasoning_effort',
  );
}

function checkMessages(messages: readonly unknown[]): JsonReply | undefined {
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    const given = asObject(message);
    const role = asString(given?.['role']) ?? '';
    if (!ROLES.has(role)) {
      return invalidRequest(
        `Invalid value: '${role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.`,
        `messages[${index}].role`,
        'invalid_value',
      );
    }
    if (role === 'tool') {
      const id = asString(given?.['tool_call_id']) ?? '';
      if (!open.delete(id)) {
        return invalidRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `messages.[${index}].role`,
        );
      }
      continue;
    }
    if (open.size > 0) return unanswered(open);
    const calls = asArray(given?.['tool_calls']);
    if ((given?.['content'] ?? undefined) === undefined && role !== 'assistant') {
      return invalidRequest(
        "Invalid value for 'content': expected a string, got null.",
        `messages.[${index}].content`,
      );
    }
    if (given?.['tool_calls'] !== undefined && calls.length === 0) {
      return invalidRequest(
        `Invalid 'messages[${index}].tool_calls': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
        `messages[${index}].tool_calls`,
        'empty_array',
      );
    }
    open = new Set(calls.map((call) => asString(asObject(call)?.['id']) ?? ''));
  }
  return open.size > 0 ? unanswered(open) : undefined;
}

function unanswered(ids: ReadonlySet<string>): JsonReply {
  return invalidRequest(
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following " +
      `tool_call_ids did not have response messages: ${[...ids].join(', ')}`,
    'messages',
  );
}

function checkTools(body: JsonObject): JsonReply | undefined {
  const tools = asArray(body['tools']);
  if (tools.length === 0 && body['tool_choice'] !== undefined && body['tool_choice'] !== null) {
    return invalidRequest(
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
      'tool_choice',
    );
  }
  for (const [index, tool] of tools.entries()) {
    const declaration = asObject(asObject(tool)?.['function']);
    const name = asString(declaration?.['name']);
    if (asObject(tool)?.['type'] !== 'function') continue;
    if (name === undefined || !FUNCTION_NAME.test(name)) {
      return invalidRequest(
        `Invalid 'tools[${index}].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
        `tools[${index}].function.name`,
        'invalid_value',
      );
    }
    const parameters = asObject(declaration?.['parameters']);
    if (parameters && parameters['type'] !== 'object') {
      return invalidRequest(
        `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"', got 'type: "${String(asString(parameters['type']))}"'.`,
        `tools[${index}].function.parameters`,
        'invalid_function_parameters',
      );
    }
  }
  return undefined;
}

function checkSampling(body: JsonObject, model: string): JsonReply | undefined {
  if (asArray(body['stop']).length > 4) {
    return invalidRequest(
      "Invalid 'stop': array too long. Expected an array with maximum length 4.",
      'stop',
      'array_above_max_length',
    );
  }
  if (!isReasoningModel(model)) return undefined;
  if (asNumber(body['max_tokens']) !== undefined) {
    return invalidRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'max_tokens',
      'unsupported_parameter',
    );
  }
  const temperature = asNumber(body['temperature']);
  if (temperature === undefined || temperature === 1) return undefined;
  return invalidRequest(
    `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the default (1) value is supported.`,
    'temperature',
    'unsupported_value',
  );
}

function checkFormat(body: JsonObject, messages: readonly unknown[]): JsonReply | undefined {
  const format = asObject(body['response_format']);
  if (format?.['type'] === 'json_object' && !/json/iu.test(JSON.stringify(messages))) {
    return invalidRequest(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      'messages',
    );
  }
  const named = asObject(format?.['json_schema']);
  if (format?.['type'] === 'json_schema' && asString(named?.['name']) === undefined) {
    return invalidRequest(
      "Missing required parameter: 'response_format.json_schema.name'.",
      'response_format.json_schema.name',
      'missing_required_parameter',
    );
  }
  const schema = asObject(named?.['schema']);
  if (
    named?.['strict'] === true &&
    schema?.['type'] === 'object' &&
    schema['additionalProperties'] !== false
  ) {
    return openaiError(
      400,
      `Invalid schema for response_format '${String(asString(named['name']))}': In context=(), 'additionalProperties' is required to be supplied and to be false.`,
      'invalid_request_error',
      null,
      'response_format',
    );
  }
  return undefined;
}
