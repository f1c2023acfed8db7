// Reads a Messages answer, whole or streamed.

import { asNumber, asObject, asString, tryParseJson, type JsonObject } from '../../src/lib/json.ts';
import type { AnswerMeaning } from './gemini-answer.ts';
import { jsonObjects } from './json-objects.ts';
import { readEventData } from './read-event-data.ts';

/** Undefined when the body is no whole answer: no JSON, an error, or a stream without its `message_stop`. */
export function readAnthropicAnswer(body: string, stream: boolean): AnswerMeaning | undefined {
  const message = stream ? gatherMessage(body) : asObject(tryParseJson(body));
  if (message === undefined || !Array.isArray(message['content'])) return undefined;
  const blocks = jsonObjects(message['content']);
  const calls = blocks
    .filter(({ type }) => type === 'tool_use')
    .map(({ name, input }) => ({ name: asString(name) ?? '', args: input }));
  const usage = asObject(message['usage']);
  const count = (name: string): number => asNumber(usage?.[name]) ?? 0;
  return {
    text: blocks
      .filter(({ type }) => type === 'text')
      .map(({ text }) => asString(text) ?? '')
      .join(''),
    calls,
    ending: endingOf(message['stop_reason'], calls.length > 0),
    usage: {
      // Anthropic counts tokens read from a cache, or written to it, beside the input, not in it.
      inputTokens:
        count('input_tokens') + count('cache_read_input_tokens') + count('cache_creation_input_tokens'),
      cachedTokens: count('cache_read_input_tokens'),
      outputTokens: count('output_tokens'),
    },
  };
}

/** The message of a stream, its blocks put together; undefined without its `message_stop`. */
export function gatherMessage(body: string): JsonObject | undefined {
  const events = readEventData(body) ?? [];
  if (events.at(-1)?.['type'] !== 'message_stop') return undefined;
  const start = asObject(events.find(({ type }) => type === 'message_start')?.['message']) ?? {};
  const ends = events.filter(({ type }) => type === 'message_delta');
  const usage = Object.assign(
    {},
    asObject(start['usage']),
    ...ends.map((end) => asObject(end['usage']) ?? {}),
  ) as JsonObject;
  const blocks = events
    .filter(({ type }) => type === 'content_block_start')
    .map((event) => gatherBlock(asObject(event['content_block']) ?? {}, deltasOf(events, event['index'])));
  return { content: blocks, usage, stop_reason: asObject(ends.at(-1)?.['delta'])?.['stop_reason'] ?? null };
}

function deltasOf(events: readonly JsonObject[], index: unknown): readonly JsonObject[] {
  return events
    .filter((event) => event['type'] === 'content_block_delta' && event['index'] === index)
    .map((event) => asObject(event['delta']) ?? {});
}

function gatherBlock(start: JsonObject, deltas: readonly JsonObject[]): JsonObject {
  const joined = (name: string): string => deltas.map((delta) => asString(delta[name]) ?? '').join('');
  if (start['type'] === 'text') return { ...start, text: (asString(start['text']) ?? '') + joined('text') };
  if (start['type'] === 'thinking') {
    const said = (name: string): string => (asString(start[name]) ?? '') + joined(name);
    return { ...start, thinking: said('thinking'), signature: said('signature') };
  }
  const json = joined('partial_json');
  return start['type'] === 'tool_use'
    ? { ...start, input: json === '' ? {} : (tryParseJson(json) ?? json) }
    : start;
}

/** A call among the blocks is to be answered, whatever the reason says. */
function endingOf(reason: unknown, calls: boolean): AnswerMeaning['ending'] {
  switch (reason) {
    case 'end_turn':
    case 'stop_sequence':
      return calls ? 'calls' : 'stop';
    case 'max_tokens':
      return 'length';
    case 'tool_use':
      return 'calls';
    default:
      return 'other';
  }
}
