// The gateway's faces by the names that the fuzzing has for them, and what each caller asks.

import { createLoss } from '../../src/canon/loss.ts';
import type { CanonRequest } from '../../src/canon/request.ts';
import { anthropicMessagesClientFace } from '../../src/dialects/anthropic-messages/client-face.ts';
import { anthropicMessagesProviderFace } from '../../src/dialects/anthropic-messages/provider-face.ts';
import { anthropicMessagesRelayFace } from '../../src/dialects/anthropic-messages/relay-face.ts';
import type { ClientFace, ProviderFace, RelayFace } from '../../src/dialects/dialect.ts';
import { geminiArrayClientFace, geminiClientFace } from '../../src/dialects/gemini/client-face.ts';
import { geminiProviderFace } from '../../src/dialects/gemini/provider-face.ts';
import { geminiRelayFace } from '../../src/dialects/gemini/relay-face.ts';
import { openaiChatClientFace } from '../../src/dialects/openai-chat/client-face.ts';
import { createOpenaiChatProviderFace } from '../../src/dialects/openai-chat/provider-face.ts';
import { openaiChatRelayFace } from '../../src/dialects/openai-chat/relay-face.ts';
import { openaiResponsesClientFace } from '../../src/dialects/openai-responses/client-face.ts';
import { openaiResponsesProviderFace } from '../../src/dialects/openai-responses/provider-face.ts';
import { openaiResponsesRelayFace } from '../../src/dialects/openai-responses/relay-face.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { openaiQuirks } from '../../src/providers/openai/openai-quirks.ts';
import type { CallerName, ProviderName } from './plan.ts';

export const providerFaces: Readonly<Record<ProviderName, ProviderFace>> = {
  chat: createOpenaiChatProviderFace(openaiQuirks),
  responses: openaiResponsesProviderFace,
  messages: anthropicMessagesProviderFace,
  gemini: geminiProviderFace,
};

export const clientFaces: Readonly<Record<CallerName, ClientFace>> = {
  chat: openaiChatClientFace,
  responses: openaiResponsesClientFace,
  messages: anthropicMessagesClientFace,
  gemini: geminiClientFace,
  'gemini-array': geminiArrayClientFace,
};

export const relayFaces: Readonly<Record<ProviderName, RelayFace>> = {
  chat: openaiChatRelayFace,
  responses: openaiResponsesRelayFace,
  messages: anthropicMessagesRelayFace,
  gemini: geminiRelayFace,
};

const parameters = { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } } };
const names = ['get_weather', 'get_time'];

/** What a caller sends; `candidates` where its dialect can ask for several. */
export function askingBody(caller: CallerName, model: string, candidates: number): JsonObject {
  const text = 'Tell me of the twins.';
  switch (caller) {
    case 'chat':
      return {
        model,
        messages: [{ role: 'user', content: text }],
        tools: names.map((name) => ({ type: 'function', function: { name, parameters } })),
        ...(candidates > 1 && { n: candidates }),
        stream: true,
        stream_options: { include_usage: true },
      };
    case 'responses': {
      const tools = names.map((name) => ({ type: 'function', name, parameters }));
      return { model, input: text, tools, reasoning: { summary: 'auto' }, stream: true };
    }
    case 'messages':
      return {
        model,
        max_tokens: 5000,
        messages: [{ role: 'user', content: text }],
        tools: names.map((name) => ({ name, input_schema: parameters })),
        thinking: { type: 'enabled', budget_tokens: 2000 },
        stop_sequences: ['END'],
        stream: true,
      };
    case 'gemini':
    case 'gemini-array':
      return {
        contents: [{ role: 'user', parts: [{ text }] }],
        tools: [{ functionDeclarations: names.map((name) => ({ name, parametersJsonSchema: parameters })) }],
        generationConfig: {
          thinkingConfig: { includeThoughts: true },
          ...(candidates > 1 && { candidateCount: candidates }),
        },
      };
  }
}

const requests = new Map<string, CanonRequest>();

/** The same as the gateway understands it. */
export function canonRequest(caller: CallerName, candidates: number): CanonRequest {
  const key = `${caller} ${candidates}`;
  const known = requests.get(key);
  if (known !== undefined) return known;
  const body = { model: 'm', ...askingBody(caller, 'm', candidates), stream: true };
  const request = clientFaces[caller].parseRequest(body, createLoss());
  requests.set(key, request);
  return request;
}
