// Counting a request's tokens at Anthropic without spending an answer: canon ⇄ `/v1/messages/count_tokens`.
// https://platform.claude.com/docs/en/api/messages-count-tokens

import type { CanonRequest } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asNumber, asObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { renderAnthropicRequest } from './render-request.ts';

/** Fields that a count takes; any other is a 400. */
const COUNTED = [
  'model',
  'system',
  'tools',
  'tool_choice',
  'messages',
  'thinking',
  'output_config',
  'mcp_servers',
];

/** The body of the count. */
export function renderAnthropicCountTokens(request: CanonRequest, context: RenderRequestContext): JsonObject {
  const body = renderAnthropicRequest(request, context);
  const counted: JsonObject = {};
  for (const name of COUNTED) if (body[name] !== undefined) counted[name] = body[name];
  return counted;
}

/** The number of tokens. Throws {@link GatewayError} `incomplete_answer` when the body names none. */
export function parseAnthropicCountTokens(body: JsonValue): number {
  const total = asNumber(asObject(body)?.['input_tokens']);
  if (total === undefined)
    throw new GatewayError('incomplete_answer', 'The provider did not count the tokens.');
  return total;
}
