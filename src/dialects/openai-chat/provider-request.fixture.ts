// Requests, quirks and streams for the tests of the provider's side. For tests only.

import { expect } from 'vitest';
import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { CanonAnswer } from '../../canon/answer.ts';
import { createStreamFold } from '../../canon/fold-stream.ts';
import { createLoss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { createGrammarGuard } from '../../canon/stream-grammar.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { createOpenaiStreamParser } from './parse-stream.ts';
import { renderOpenaiRequest } from './render-request.ts';

/** A service that takes everything. */
const fullQuirks: ChatQuirks = {
  maxTokensField: 'max_completion_tokens',
  systemRole: 'system',
  textContent: 'parts',
  media: ['image', 'image-url', 'audio', 'file', 'video'],
  dropped: [],
  renamed: {},
  streamUsage: true,
  reasoningField: 'reasoning_content',
  effortField: 'reasoning_effort',
  efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
  topK: true,
  tools: true,
  toolChoiceRequired: 'required',
  allowedTools: true,
  strictTools: true,
  customTools: true,
  callIds: 'any',
  jsonSchema: true,
  jsonNeedsWord: false,
  maxStops: 4,
  webSearchModels: /^/u,
  cacheControl: true,
  imageOutput: true,
  refusals: true,
};

export function makeRequest(fields: Partial<CanonRequest> = {}): CanonRequest {
  return {
    model: 'm',
    system: [],
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
    tools: [],
    sampling: {},
    stop: [],
    stream: false,
    includeUsage: false,
    ...fields,
  };
}

/** The body, and the names of what was lost. */
export function render(
  fields: Partial<CanonRequest>,
  quirks: Partial<ChatQuirks> = {},
  more: Partial<RenderRequestContext> = {},
): { readonly body: JsonObject; readonly loss: readonly string[] } {
  const loss = createLoss();
  const context = { loss, model: 'm', recallSignature: () => undefined, ...more };
  const body = renderOpenaiRequest(makeRequest(fields), context, { ...fullQuirks, ...quirks });
  return { body, loss: [...loss.items] };
}

/** One byte among them. */
export const chunkSizes = [1, 2, 7, 64, 1_000_000];

/** Events of a stream cut into chunks of a size, their order checked. */
export function parseStream(text: string, size: number, fields: Partial<CanonRequest> = {}): StreamEvent[] {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return parseChunks(chunks, fields);
}

export function parseChunks(chunks: readonly Buffer[], fields: Partial<CanonRequest> = {}): StreamEvent[] {
  const events: StreamEvent[] = [];
  const guard = createGrammarGuard();
  const parser = createOpenaiStreamParser(makeRequest({ stream: true, ...fields }), (event) => {
    guard.push(event);
    events.push(event);
  });
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  expect(guard.ended).toBe(true);
  return events;
}

export function fold(events: readonly StreamEvent[]): CanonAnswer | undefined {
  const folded = createStreamFold();
  for (const event of events) folded.push(event);
  return folded.answer();
}

export const sse = (chunks: readonly JsonValue[]): string =>
  chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');

export const DONE = 'data: [DONE]\n\n';

/** A chunk with one choice. */
export function chunk(delta: JsonObject, finish: string | null = null, more: JsonObject = {}): JsonObject {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm-1',
    choices: [{ index: 0, delta, finish_reason: finish, ...more }],
  };
}

/** A chunk with one entry of `tool_calls`. */
export function callChunk(call: JsonObject): JsonObject {
  return chunk({ tool_calls: [call] });
}
