// Families of recordings whose provider the gateway can be put before: at which door each goes in, and what must come out.

import { asObject, asString, type JsonObject } from '../../src/lib/json.ts';
import type { RecordedExchange } from './exchange.ts';
import { modelOf } from './model-of.ts';
import { REPLAY_KEY } from './replay-gateway.ts';

/** One exchange on its way through the gateway. */
export interface NativePassage {
  /** Path and query at the door. */
  readonly path: string;
  /** What the client sends; undefined for no body. */
  readonly body: string | undefined;
  /** Path and query at the provider. */
  readonly upstreamPath: string;
  /** What must reach the provider: the same bytes, but for the provider's name before the model's. */
  readonly upstreamBody: string;
  readonly credential: readonly [header: string, value: string];
}

type Passage = (exchange: RecordedExchange) => NativePassage;

const BEARER = ['authorization', `Bearer ${REPLAY_KEY}`] as const;

/** Google's paths name the model, and some clients put their key in the query. */
function google(path: (exchange: RecordedExchange) => string): Passage {
  return (exchange) => {
    const query = exchange.request.query.split('&').filter((pair) => pair !== '');
    const join = (pairs: readonly string[]): string =>
      [path(exchange), ...(pairs.length === 0 ? [] : [pairs.join('&')])].join('?');
    const body = printed(exchange.request.body);
    return {
      path: join(query),
      body,
      upstreamPath: join(query.filter((pair) => !pair.startsWith('key='))),
      upstreamBody: body ?? '',
      credential: ['x-goog-api-key', REPLAY_KEY],
    };
  };
}

/** Doors whose body names the model. `change` is what makes a recorded body one that is relayed. */
function named(
  provider: string,
  door: string,
  upstreamPath: string,
  credential: NativePassage['credential'],
  change: (body: JsonObject) => JsonObject = (body) => body,
): Passage {
  return ({ request }) => {
    const body = change(asObject(request.body) ?? {});
    // Some hosts have the model in their path.
    const model = asString(body['model']) ?? 'deployment';
    return {
      path: door,
      body: printed({ ...body, model: `${provider}/${model}` }),
      upstreamPath,
      upstreamBody: printed({ ...body, model }) ?? '',
      credential,
    };
  };
}

/** Answers that are kept are the gateway's own, and it knows none of those that were kept for the recording. */
function unkept(body: JsonObject): JsonObject {
  const { previous_response_id: _previous, ...rest } = body;
  return { ...rest, store: false };
}

const gemini = google(({ request }) => request.path);
const vertex = google((exchange) => {
  const verb = exchange.request.path.slice(exchange.request.path.lastIndexOf(':'));
  return `/v1beta/models/${modelOf(exchange)}${verb}`;
});
const chat = named('openai', '/v1/chat/completions', '/v1/chat/completions', BEARER);
const compatible = named('compatible', '/v1/chat/completions', '/compatible/v1/chat/completions', BEARER);
const responses = named('openai', '/v1/responses', '/v1/responses', BEARER, unkept);
const messages = named('anthropic', '/v1/messages', '/v1/messages', ['x-api-key', REPLAY_KEY]);
const counting = '/v1/messages/count_tokens';

/** By family. */
export const NATIVE_PASSAGES: Readonly<Record<string, Passage>> = {
  'gemini.generateContent': gemini,
  'gemini.streamGenerateContent': gemini,
  'gemini.countTokens': gemini,
  'gemini.embeddings': gemini,
  'gemini.cachedContents': gemini,
  'gemini.interactions': gemini,
  'gemini.openai-compat': compatible,
  'vertex.generateContent': vertex,
  'vertex.streamGenerateContent': vertex,
  'vertex.countTokens': vertex,
  'openai.chat': chat,
  'openai.chat.stream': chat,
  'compat.chat': compatible,
  'compat.chat.stream': compatible,
  'openai.responses': responses,
  'openai.responses.stream': responses,
  'openai.embeddings': named('openai', '/v1/embeddings', '/v1/embeddings', BEARER),
  'anthropic.messages': messages,
  'anthropic.messages.stream': messages,
  'anthropic.count_tokens': named('anthropic', counting, counting, ['x-api-key', REPLAY_KEY]),
};

/** Printed with white space, as some clients do: a body that is parsed and printed again on its way would lose it. */
function printed(body: unknown): string | undefined {
  if (body === '' || body === null || body === undefined) return undefined;
  return typeof body === 'string' ? body : JSON.stringify(body, null, 1);
}
