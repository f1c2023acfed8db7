// The body of generateContent and streamGenerateContent → canonical request, as leniently as Google reads it. The model
// and the wish for a stream stand in the path: the door puts them into the body as `model` and `stream`.
// https://ai.google.dev/api/generate-content

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseContents, parseSystemInstruction } from './parse-contents.ts';
import { parseGenerationConfig } from './parse-generation-config.ts';
import { parseToolChoice, parseTools } from './parse-tools.ts';
import { camelCase, readString } from './read-field.ts';

const CARRIED = new Set(
  'model stream contents systemInstruction tools toolConfig generationConfig'.split(' '),
);

/** Fields about price and bookkeeping: without them the answer is the same. */
const HARMLESS = new Set(['labels', 'store', 'serviceTier']);

/** Parses a body. Throws GatewayError `missing_model` or `invalid_request` naming the field. */
export function parseGeminiRequest(body: JsonObject, loss: Loss): CanonRequest {
  const model = (readString(body, 'model', '') ?? '').replace(/^models\//u, '');
  if (model === '') throw new GatewayError('missing_model', 'model is not specified', { param: 'model' });
  const { own, ...config } = parseGenerationConfig(body, loss);
  return {
    model,
    system: parseSystemInstruction(body, loss),
    messages: parseContents(body, loss),
    tools: parseTools(body, loss),
    toolChoice: parseToolChoice(body, loss),
    ...config,
    stream: body['stream'] === true,
    includeUsage: true,
    extras: parseExtras(body, own, loss),
  };
}

function parseExtras(body: JsonObject, config: JsonObject, loss: Loss): CanonRequest['extras'] {
  const rest: JsonObject = Object.keys(config).length > 0 ? { generationConfig: config } : {};
  for (const [given, value] of Object.entries(body)) {
    const name = camelCase(given);
    if (CARRIED.has(name) || value === null || value === undefined) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    rest[name] = value;
    if (!HARMLESS.has(name)) loss.add(/^\w{1,64}$/u.test(name) ? name : 'unknown field');
  }
  return Object.keys(rest).length > 0 ? { gemini: rest } : undefined;
}
