// One output item of a provider → canonical events, whether it comes in deltas, whole, or both: what the deltas did not
// say is taken from the item when it is done. Knows nothing of frames or of other items.

import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asNumber, asObject, asString, isObject, type JsonObject } from '../../lib/json.ts';
import { parseAnnotation } from './annotations.ts';
import { parseCall } from './parse-calls.ts';
import { reasoningText } from './parse-reasoning-item.ts';
import { isRunByProvider } from './is-run-by-provider.ts';
import { parseServerItem } from './parse-server-item.ts';
import { unmarkSignature } from './signature-mark.ts';

/** Is given the events in the order of their grammar. */
export type Emit = (event: StreamEvent) => void;

/** Knows nothing of the items before it: one for each item, in the order of their indexes. */
export interface ItemReader {
  /** An event of the item other than its beginning and end. */
  event(type: string, event: JsonObject): void;
  /** The item is done. */
  done(item: JsonObject): void;
}

const candidate = 0;

/** Creates the reader of an item by its type, as `output_item.added` or the whole answer gives it. */
export function createItemReader(item: JsonObject, emit: Emit): ItemReader {
  switch (item['type']) {
    case 'message':
      return createMessageReader(emit);
    case 'reasoning':
      return createReasoningReader(emit);
    case 'function_call':
    case 'custom_tool_call':
      return createCallReader(item, emit);
    default:
      return createWholeReader(emit);
  }
}

function createMessageReader(emit: Emit): ItemReader {
  /** Content parts that are closed, and the one that is open. */
  let index = 0;
  let open: 'text' | 'refusal' | undefined;
  /** Of the open part. */
  let said = '';
  let annotations = 0;

  function begin(type: 'text' | 'refusal'): void {
    if (open === type) return;
    if (open !== undefined) end();
    open = type;
    said = '';
    annotations = 0;
    if (type === 'text') emit({ type: 'text-start', candidate });
  }

  function end(): void {
    if (open === 'text') emit({ type: 'text-end', candidate });
    if (open !== undefined) index += 1;
    open = undefined;
  }

  function text(delta: unknown, logprobs: unknown): void {
    begin('text');
    const entries = asArray(logprobs).filter(isObject);
    const piece = asString(delta) ?? '';
    if (piece === '' && entries.length === 0) return;
    said += piece;
    emit({
      type: 'text-delta',
      candidate,
      text: piece,
      ...(entries.length > 0 && { logprobs: entries }),
    });
  }

  function refusal(delta: unknown): void {
    begin('refusal');
    const piece = asString(delta) ?? '';
    if (piece === '') return;
    said += piece;
    emit({ type: 'refusal-delta', candidate, text: piece });
  }

  function cite(value: unknown): void {
    begin('text');
    annotations += 1;
    const citation = parseAnnotation(value);
    if (citation !== undefined) emit({ type: 'text-citation', candidate, citation });
  }

  function whole(value: unknown): void {
    const part = asObject(value);
    if (part?.['type'] === 'refusal') {
      begin('refusal');
      refusal(restOf(part['refusal'], said));
    } else if (part?.['type'] === 'output_text') {
      begin('text');
      const rest = restOf(part['text'], said);
      if (rest !== '') text(rest, said === '' ? part['logprobs'] : undefined);
      for (const annotation of asArray(part['annotations']).slice(annotations)) cite(annotation);
    }
    end();
  }

  return {
    event(type, event) {
      // A part that is closed has said all that it had to say.
      if ((asNumber(event['content_index']) ?? index) < index) return;
      switch (type) {
        case 'response.content_part.added':
          if (asObject(event['part'])?.['type'] === 'output_text') begin('text');
          return;
        case 'response.output_text.delta':
          text(event['delta'], event['logprobs']);
          return;
        case 'response.output_text.annotation.added':
          cite(event['annotation']);
          return;
        case 'response.refusal.delta':
          refusal(event['delta']);
          return;
        case 'response.content_part.done':
          whole(event['part']);
          return;
        default:
      }
    },
    done(item) {
      const parts = asArray(item['content']);
      if (open !== undefined && parts[index] === undefined) end();
      while (index < parts.length) {
        const before = index;
        whole(parts[index]);
        // A part of an unknown type opens nothing.
        if (index === before) index += 1;
      }
    },
  };
}

function createReasoningReader(emit: Emit): ItemReader {
  let open = false;
  let said = false;
  let summary: unknown;

  function say(text: string): void {
    if (text === '') return;
    if (!open) emit({ type: 'reasoning-start', candidate });
    open = true;
    said = true;
    emit({ type: 'reasoning-delta', candidate, text });
  }

  return {
    event(type, event) {
      // What an open model thinks in full comes in place of a summary.
      if (type !== 'response.reasoning_summary_text.delta' && type !== 'response.reasoning_text.delta')
        return;
      const at = event['summary_index'] ?? event['content_index'];
      if (said && at !== summary) say('\n\n');
      summary = at;
      say(asString(event['delta']) ?? '');
    },
    done(item) {
      if (!said) say(reasoningText(item, 'output'));
      const placed = unmarkSignature(asString(item['encrypted_content']) ?? '');
      if (!open && placed === undefined) return;
      if (!open) emit({ type: 'reasoning-start', candidate });
      emit({ type: 'reasoning-end', candidate, ...(placed && { signature: placed.signature }) });
    },
  };
}

function createCallReader(added: JsonObject, emit: Emit): ItemReader {
  const custom = added['type'] === 'custom_tool_call';
  let opened = false;
  let said = '';

  function open(item: JsonObject): void {
    if (opened) return;
    opened = true;
    const call = parseCall({ ...item, arguments: '' }, asString(item['type']) ?? '', 'output');
    if (call === undefined) return;
    const { id, idFromModel, name } = call;
    emit({ type: 'tool-call-start', candidate, id, idFromModel, name });
  }

  function json(delta: unknown): void {
    const piece = asString(delta) ?? '';
    if (piece === '') return;
    said += piece;
    emit({ type: 'tool-call-delta', candidate, json: piece });
  }

  if (asString(added['call_id'])) open(added);
  return {
    event(type, event) {
      if (!opened) return;
      if (type === 'response.function_call_arguments.delta') json(event['delta']);
      if (type === 'response.function_call_arguments.done') json(restOf(event['arguments'], said));
    },
    done(item) {
      open(item);
      if (custom) json(JSON.stringify({ input: asString(item['input']) ?? '' }));
      else json(restOf(item['arguments'] ?? (said === '' ? '{}' : said), said));
      emit({ type: 'tool-call-end', candidate });
    },
  };
}

/**
 * What the deltas of a text left unsaid. Throws {@link GatewayError} `incomplete_answer` when they said something else:
 * then pieces of them were lost, or came twice.
 */
function restOf(whole: unknown, said: string): string {
  const text = asString(whole) ?? '';
  // Some services leave the whole out where the deltas have told it.
  if (text === '' || text === said) return '';
  if (text.startsWith(said)) return text.slice(said.length);
  throw new GatewayError('incomplete_answer', 'its deltas are not its whole');
}

/** Items that are read when they are done. */
function createWholeReader(emit: Emit): ItemReader {
  return {
    event() {},
    done(item) {
      const type = asString(item['type']) ?? '';
      const call = isRunByProvider(item) ? undefined : parseCall(item, type, 'output');
      if (call !== undefined) {
        const { id, idFromModel, name } = call;
        emit({ type: 'tool-call-start', candidate, id, idFromModel, name });
        emit({ type: 'tool-call-delta', candidate, json: call.argumentsJson });
        emit({ type: 'tool-call-end', candidate });
        return;
      }
      for (const part of parseServerItem(item, type) ?? []) {
        if (part.type === 'media') emit({ type: 'media', candidate, part });
        if (part.type === 'server-tool') emit({ type: 'server-tool', candidate, part });
      }
    },
  };
}
