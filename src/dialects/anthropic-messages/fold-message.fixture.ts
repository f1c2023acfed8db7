// Reads a streamed message as a client does, with no code of the renderer's, and refuses every illegal order of events.
// For tests only.

import { isObject, tryParseJson, type JsonObject } from '../../lib/json.ts';

type ReadEvent = JsonObject & { readonly type: string };

function check(holds: boolean, complaint: string): void {
  if (!holds) throw new Error(complaint);
}

function object(value: unknown): JsonObject {
  if (!isObject(value)) throw new Error('expected an object');
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error('expected a string');
  return value;
}

/** Reads server-sent events from text that arrives in pieces of `chunkBytes` bytes. */
function readEvents(wire: string, chunkBytes: number): readonly ReadEvent[] {
  const bytes = Buffer.from(wire);
  const decoder = new TextDecoder();
  const events: ReadEvent[] = [];
  let held = '';
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    held += decoder.decode(bytes.subarray(at, at + chunkBytes), { stream: true });
    for (let end = held.indexOf('\n\n'); end !== -1; end = held.indexOf('\n\n')) {
      events.push(readEvent(held.slice(0, end)));
      held = held.slice(end + 2);
    }
  }
  check(held === '', 'the stream ends within an event');
  return events;
}

function readEvent(frame: string): ReadEvent {
  const match = /^event: (\w+)\ndata: (.*)$/u.exec(frame);
  const data = object(tryParseJson(match?.[2] ?? ''));
  const type = text(data['type']);
  check(type === match?.[1], 'the name is not the type');
  return { ...data, type };
}

/**
 * Folds a whole stream, which arrives in pieces of `chunkBytes` bytes, into its message. Throws at the first event that is
 * out of place.
 */
export function foldMessage(wire: string, chunkBytes: number): JsonObject {
  let message: JsonObject | undefined;
  const content: JsonObject[] = [];
  let open: JsonObject | undefined;
  let state: 'before' | 'blocks' | 'delta' | 'stopped' = 'before';
  for (const event of readEvents(wire, chunkBytes)) {
    if (event.type === 'ping') continue;
    if (event.type.startsWith('content_block')) {
      check(state === 'blocks' && event['index'] === content.length, 'a block out of place');
    }
    switch (event.type) {
      case 'message_start':
        check(state === 'before', 'a second message_start');
        message = object(event['message']);
        check(message['stop_reason'] === null, 'a stop reason at the start');
        state = 'blocks';
        break;
      case 'content_block_start':
        check(open === undefined, 'two open blocks');
        open = { ...object(event['content_block']) };
        break;
      case 'content_block_delta':
        if (open === undefined) throw new Error('a delta without a block');
        applyDelta(open, object(event['delta']));
        break;
      case 'content_block_stop':
        if (open === undefined) throw new Error('a stop without a block');
        content.push(closeBlock(open));
        open = undefined;
        break;
      case 'message_delta':
        check(state === 'blocks' && open === undefined, 'message_delta out of place');
        state = 'delta';
        message = {
          ...message,
          ...object(event['delta']),
          usage: { ...object(message?.['usage']), ...object(event['usage']) },
        };
        break;
      case 'message_stop':
        check(state === 'delta', 'message_stop out of place');
        state = 'stopped';
        break;
      default:
        throw new Error(`unexpected ${event.type}`);
    }
  }
  check(state === 'stopped', 'the stream did not stop');
  return { ...message, content };
}

const deltaFields: Readonly<Record<string, string>> = {
  'text/text_delta': 'text',
  'thinking/thinking_delta': 'thinking',
  'thinking/signature_delta': 'signature',
  'tool_use/input_json_delta': 'partial_json',
  'server_tool_use/input_json_delta': 'partial_json',
};

function applyDelta(block: JsonObject, delta: JsonObject): void {
  const kind = `${text(block['type'])}/${text(delta['type'])}`;
  check(block['type'] !== 'thinking' || block['signature'] === '', 'a delta after the signature');
  const field = deltaFields[kind];
  if (field !== undefined) block[field] = text(block[field] ?? '') + text(delta[field]);
  else if (kind !== 'text/citations_delta') throw new Error(`illegal ${kind}`);
  else
    block['citations'] = [...((block['citations'] as JsonObject[] | null) ?? []), object(delta['citation'])];
}

/** Takes the collected JSON text of the input, where the block has one. */
function closeBlock({ partial_json: json, ...block }: JsonObject): JsonObject {
  return json === undefined ? block : { ...block, input: tryParseJson(text(json)) ?? json };
}
