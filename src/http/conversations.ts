// From a request at each door to what the pipeline serves: model, stream, and the call where the provider speaks the
// door's own dialect.

import type { IncomingHttpHeaders } from 'node:http';
import { anthropicMessagesClientFace } from '../dialects/anthropic-messages/client-face.ts';
import { anthropicMessagesRelayFace } from '../dialects/anthropic-messages/relay-face.ts';
import { geminiArrayClientFace, geminiClientFace } from '../dialects/gemini/client-face.ts';
import { geminiRelayFace } from '../dialects/gemini/relay-face.ts';
import { openaiChatClientFace } from '../dialects/openai-chat/client-face.ts';
import { openaiChatRelayFace } from '../dialects/openai-chat/relay-face.ts';
import type { ClientFace, RelayFace } from '../dialects/dialect.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { spliceString } from '../lib/json-splice.ts';
import type { JsonObject } from '../lib/json.ts';
import type { ProviderCall } from '../pipeline/call-whole.ts';
import type { Conversation } from '../pipeline/conversation.ts';
import { GEMINI_HEADERS } from '../pipeline/serve-native.ts';
import type { Route } from '../pipeline/run-attempts.ts';
import type { JsonBody } from './read-json.ts';
import { readModel } from './read-model.ts';

/** Doors whose body names model and stream. */
export interface BodyDoor {
  readonly face: ClientFace;
  readonly relay: RelayFace | undefined;
  readonly passedHeaders: readonly string[];
}

/** Chat Completions. */
export const chatDoor: BodyDoor = {
  face: openaiChatClientFace,
  relay: openaiChatRelayFace,
  passedHeaders: ['content-type', 'openai-processing-ms', 'openai-version'],
};

/** Anthropic's Messages. */
export const messagesDoor: BodyDoor = {
  face: anthropicMessagesClientFace,
  relay: anthropicMessagesRelayFace,
  passedHeaders: ['content-type', 'request-id', 'anthropic-organization-id'],
};

/** Throws GatewayError `missing_model` or `invalid_request`. */
export function bodyConversation(
  door: BodyDoor,
  { bytes, json }: JsonBody,
  requestHeaders: IncomingHttpHeaders,
): Conversation {
  const { face, relay, passedHeaders } = door;
  const switches = pickHeaders(requestHeaders);
  return {
    dialect: face.name,
    face,
    relay,
    model: readModel(json['model']),
    stream: json['stream'] === true,
    bytes,
    json,
    headers: requestHeaders,
    switches,
    framing: 'sse',
    streamContentType: face.streamContentType,
    relayCall: (route) => ({
      method: 'POST',
      path: route.runtime.faceFor(route.model, face.name).chatPath(route.model, json['stream'] === true),
      body: withModel(bytes, json, route.model),
      headers: switches,
    }),
    passedHeaders,
  };
}

/** Switches of the vendors that a client turns on by header. Nothing else of its headers goes upstream. */
const SWITCHES = ['anthropic-beta', 'openai-beta'] as const;

function pickHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of SWITCHES) {
    const value = headers[name];
    if (typeof value === 'string' && /^[\w ,.:;=/-]{1,2000}$/u.test(value)) picked[name] = value;
  }
  return picked;
}

/** The same bytes with another model's name; printed anew only where the name is written in an unusual way. */
function withModel(bytes: Buffer, json: JsonObject, model: string): Buffer | string {
  return spliceString(bytes, 'model', model) ?? JSON.stringify({ ...json, model });
}

/** What a path such as `/v1beta/models/gemini-3.8-flash:generateContent?alt=sse` says. */
export interface GeminiCall {
  readonly model: string;
  /** `generateContent`, `streamGenerateContent`, `countTokens`, … */
  readonly verb: string;
  /** Version prefix of the path: `v1beta` or `v1`. */
  readonly version: string;
  /** Query without the leading `?` and without any credential. */
  readonly query: string;
}

/** Google's door: model and stream stand in the path. */
export function geminiConversation(
  call: GeminiCall,
  { bytes, json }: JsonBody,
  headers: IncomingHttpHeaders,
): Conversation {
  const stream = call.verb === 'streamGenerateContent';
  const framing = isSse(call.query) ? 'sse' : 'array';
  return {
    dialect: 'gemini',
    face: framing === 'sse' ? geminiClientFace : geminiArrayClientFace,
    relay: geminiRelayFace,
    model: call.model,
    stream,
    bytes,
    // What the path says, where the canonical reader looks for it.
    json: { ...json, model: call.model, stream },
    headers,
    switches: {},
    framing,
    streamContentType: framing === 'sse' ? 'text/event-stream' : 'application/json; charset=UTF-8',
    relayCall: (route) => geminiCall(call, bytes, route),
    passedHeaders: GEMINI_HEADERS,
  };
}

/** Forms of answer that this gateway cannot watch over, so that it could not say whether they are whole. */
const UNWATCHED = /(?:^|&)\$?(?:callback|fields)=|(?:^|&)\$?alt=(?!sse(?:&|$)|json(?:[;%&]|$))/iu;

/** Throws GatewayError `invalid_request` for a query that asks for another form of answer than JSON or SSE. */
export function refuseUnwatched(query: string): void {
  if (UNWATCHED.test(query)) {
    throw new GatewayError(
      'invalid_request',
      'Answers are given as alt=json or alt=sse, whole, without callback.',
    );
  }
}

/** True for a query that asks Google's door for server-sent events. */
export function isSse(query: string): boolean {
  return /(?:^|&)alt=sse(?:&|$)/u.test(query);
}

/** The client's own method and query, with the route's model. */
export function geminiCall(call: GeminiCall, bytes: Buffer, route: Route): ProviderCall {
  const query = call.query === '' ? '' : `?${call.query}`;
  const path = `/${call.version}/models/${encodeURIComponent(route.model)}:${call.verb}${query}`;
  return { method: 'POST', path, body: bytes };
}
