// The body of `POST /v1/messages` → canonical request. Lenient where Anthropic's own API is strict about what is missing
// or new; strict about wrong types, which would only fail later and less clearly.
// https://platform.claude.com/docs/en/api/messages

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest, Sampling } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import {
  invalidField,
  joinPath,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readString,
  readWhole,
} from './field-reader.ts';
import { lostField } from './loss-name.ts';
import { parseMessages, parseSystem } from './parse-messages.ts';
import { parseReasoning } from './parse-reasoning.ts';
import { parseResponseFormat } from './parse-response-format.ts';
import { parseToolChoice, parseTools } from './parse-tools.ts';

/** Fields that the canonical request carries. */
const CARRIED = new Set(
  (
    'model messages system max_tokens stop_sequences temperature top_p top_k metadata stream tools tool_choice ' +
    'thinking output_config output_format'
  ).split(' '),
);

/** Fields about price, place and protocol: without them the answer is the same. */
const HARMLESS = new Set('cache_control service_tier betas anthropic_version anthropic_beta'.split(' '));

/** Parses a Messages body. Throws GatewayError `missing_model` or `invalid_request` naming the field. */
export function parseRequest(body: JsonObject, loss: Loss): CanonRequest {
  const model = readString(body, 'model', '');
  if (model === undefined || model === '') {
    throw new GatewayError('missing_model', 'model: field required', { param: 'model' });
  }
  refuseThread(body);
  return {
    model,
    system: parseSystem(body, loss),
    messages: parseMessages(body, loss),
    tools: parseTools(body),
    ...parseToolChoice(body),
    responseFormat: parseResponseFormat(body, loss),
    sampling: parseSampling(body),
    maxOutputTokens: readWhole(body, 'max_tokens', '', 1),
    stop: parseStop(body),
    reasoning: parseReasoning(body, loss),
    stream: readBoolean(body, 'stream', '') ?? false,
    includeUsage: true,
    userId: parseUserId(body),
    extras: parseExtras(body, loss),
  };
}

/**
 * A thread's later turns hold new messages alone: whoever begins one must know that it is not kept. Anthropic's SDKs
 * then send the whole conversation. https://platform.claude.com/docs/en/build-with-claude/message-threads
 */
function refuseThread({ thread }: JsonObject): void {
  if (thread === undefined || thread === null) return;
  const message = 'message threads are kept by Anthropic alone; send the whole conversation without thread';
  const details = { error_code: 'thread_unsupported_request' };
  throw new GatewayError('not_supported', message, { param: 'thread', details });
}

function parseSampling(body: JsonObject): Sampling {
  return {
    temperature: readNumber(body, 'temperature', ''),
    topP: readNumber(body, 'top_p', ''),
    topK: readWhole(body, 'top_k', '', 0),
  };
}

/** Empty sequences would stop every answer at once, and other providers refuse them. */
function parseStop(body: JsonObject): readonly string[] {
  const stop: string[] = [];
  for (const [index, sequence] of readArray(body, 'stop_sequences', '').entries()) {
    if (typeof sequence !== 'string')
      throw invalidField(joinPath('stop_sequences', index), 'expected a string');
    if (sequence !== '') stop.push(sequence);
  }
  return stop;
}

function parseUserId(body: JsonObject): string | undefined {
  const metadata = readObject(body, 'metadata', '');
  return metadata === undefined ? undefined : readString(metadata, 'user_id', 'metadata');
}

function parseExtras(body: JsonObject, loss: Loss): CanonRequest['extras'] {
  const rest: JsonObject = {};
  for (const [name, value] of Object.entries(body)) {
    if (CARRIED.has(name) || isEmpty(value)) continue;
    rest[name] = value;
    if (!HARMLESS.has(name)) loss.add(lostField('', name));
  }
  return Object.keys(rest).length === 0 ? undefined : { 'anthropic-messages': rest };
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}
