// Messages as Anthropic streams them, built from their blocks. For tests only.

import { createStreamFold } from '../../canon/fold-stream.ts';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { createGrammarGuard } from '../../canon/stream-grammar.ts';
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import { createAnthropicStreamParser } from './parse-stream.ts';
import { makeRequest } from './provider-request.fixture.ts';

export function frame(event: JsonObject): string {
  return `event: ${asString(event['type']) ?? ''}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** The events of a message, each text in pieces of three characters. */
export function eventsOf(message: JsonObject): JsonObject[] {
  const usage = asObject(message['usage']) ?? {};
  const events: JsonObject[] = [
    {
      type: 'message_start',
      message: {
        ...message,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { ...usage, output_tokens: 1 },
      },
    },
    { type: 'ping' },
  ];
  for (const [index, item] of asArray(message['content']).entries()) {
    const block = asObject(item) ?? {};
    const deltas = deltasOf(block);
    const content_block = { ...block, ...emptied(block) };
    events.push({ type: 'content_block_start', index, content_block });
    for (const delta of deltas) events.push({ type: 'content_block_delta', index, delta });
    events.push({ type: 'content_block_stop', index });
  }
  const { stop_reason, stop_sequence, stop_details } = message;
  events.push({
    type: 'message_delta',
    delta: { stop_reason, stop_sequence, ...(stop_details !== undefined && { stop_details }) },
    usage: { output_tokens: usage['output_tokens'] ?? 0, input_tokens: null },
  });
  events.push({ type: 'message_stop' });
  return events;
}

function emptied(block: JsonObject): JsonObject {
  switch (block['type']) {
    case 'text':
      return { text: '', citations: [] };
    case 'thinking':
      return { thinking: '', signature: '' };
    case 'tool_use':
    case 'server_tool_use':
      return { input: {} };
    default:
      return {};
  }
}

function deltasOf(block: JsonObject): JsonObject[] {
  switch (block['type']) {
    case 'text':
      return [
        ...pieces(asString(block['text'])).map((text) => ({ type: 'text_delta', text })),
        ...asArray(block['citations']).map((citation) => ({
          type: 'citations_delta',
          citation: asObject(citation) ?? {},
        })),
      ];
    case 'thinking':
      return [
        ...pieces(asString(block['thinking'])).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: asString(block['signature']) ?? '' },
      ];
    case 'tool_use':
    case 'server_tool_use':
      return pieces(JSON.stringify(block['input'])).map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      }));
    default:
      return [];
  }
}

function pieces(text = ''): string[] {
  return text.match(/[\s\S]{1,3}/gu) ?? [];
}

export interface Read {
  readonly events: readonly StreamEvent[];
  readonly answer: CanonAnswer | undefined;
  readonly finishSeen: boolean;
}

/** Parses wire text that arrives in pieces of `chunkBytes`; throws at the first event out of place. */
export function readStream(wire: string, chunkBytes = 7, request = makeRequest()): Read {
  const guard = createGrammarGuard();
  const fold = createStreamFold();
  const events: StreamEvent[] = [];
  const parser = createAnthropicStreamParser(request, (event) => {
    guard.push(event);
    fold.push(event);
    events.push(event);
  });
  const bytes = Buffer.from(wire);
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.subarray(at, at + chunkBytes));
  parser.end();
  return { events, answer: fold.answer(), finishSeen: parser.finishSeen };
}
