// A Chat Completions request body → canonical request. Knows the fields' homes; each home parses its own.
// https://platform.openai.com/docs/api-reference/chat/create

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readArray, readBoolean, readObject, readString } from '../openai-field-reader.ts';
import { sharedOpenaiFields } from '../openai-request-fields.ts';
import { parseMessages } from './parse-messages.ts';
import { parseReasoning } from './parse-reasoning.ts';
import { parseResponseFormat } from './parse-response-format.ts';
import { parseMaxOutputTokens, parseSampling, parseStop } from './parse-sampling.ts';
import { parseToolChoice } from './parse-tool-choice.ts';
import { parseTools } from './parse-tools.ts';
import { reportLoss } from './report-loss.ts';

/**
 * Parses the body. Throws GatewayError `missing_model` or `invalid_request` with the field's path in `param`; what
 * cannot be carried is named in `loss`.
 */
export function parseRequest(body: JsonObject, loss: Loss): CanonRequest {
  const model = readString(body, 'model');
  if (model === undefined || model === '') {
    throw new GatewayError('missing_model', 'you must provide a model parameter', { param: 'model' });
  }
  const { system, messages } = parseMessages(body, loss);
  const tools = parseTools(body, loss);
  reportLoss(body, loss);
  return {
    model,
    system,
    messages,
    tools,
    toolChoice: parseToolChoice(body, tools, loss),
    parallelToolCalls: readBoolean(body, 'parallel_tool_calls'),
    responseFormat: parseResponseFormat(body),
    sampling: parseSampling(body),
    maxOutputTokens: parseMaxOutputTokens(body),
    stop: parseStop(body),
    reasoning: parseReasoning(body, loss),
    outputModalities: parseModalities(body, loss),
    stream: readBoolean(body, 'stream') ?? false,
    includeUsage: parseIncludeUsage(body),
    userId: readString(body, 'safety_identifier') ?? readString(body, 'user'),
    extras: readExtras(body),
  };
}

function parseModalities(body: JsonObject, loss: Loss): CanonRequest['outputModalities'] {
  const wanted = readArray(body, 'modalities');
  if (wanted === undefined || wanted.length === 0) return undefined;
  const known = wanted.filter((kind) => kind === 'text' || kind === 'image' || kind === 'audio');
  if (known.length < wanted.length) loss.add('modalities');
  return known.length === 0 ? undefined : known;
}

/** OpenAI's `stream_options.include_usage`, or OpenRouter's `usage.include`. */
function parseIncludeUsage(body: JsonObject): boolean {
  const options = readObject(body, 'stream_options');
  const usage = readObject(body, 'usage');
  const asked = options === undefined ? undefined : readBoolean(options, 'include_usage', 'stream_options.');
  return asked ?? usage?.['include'] === true;
}

/** What OpenAI's other dialect has a place for, and how the answer is to be told. */
function readExtras(body: JsonObject): CanonRequest['extras'] {
  const verbosity = readString(body, 'verbosity');
  const own: JsonObject = {
    ...sharedOpenaiFields(body),
    ...(verbosity !== undefined && { verbosity }),
    ...(speaksLegacy(body) && { legacyFunctions: true }),
  };
  return Object.keys(own).length === 0 ? undefined : { 'openai-chat': own };
}

/** Clients that offer `functions` look for `function_call` in the answer. */
function speaksLegacy(body: JsonObject): boolean {
  return Array.isArray(body['functions']) && body['functions'].length > 0 && !Array.isArray(body['tools']);
}
