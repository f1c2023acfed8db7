// A response, whole or as events → canonical events. Items are told one after another, also when a provider lets them
// overlap: what belongs to a later item waits until the one before it is done.

import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asNumber, asObject, asString, isObject, type JsonObject } from '../../lib/json.ts';
import type { StreamPlace } from '../dialect.ts';
import { createItemReader, type ItemReader } from './item-reader.ts';
import { readFinish } from './read-finish.ts';
import { readUsage } from './read-usage.ts';
import { createStreamProgress } from './stream-progress.ts';
import { findWireError, parseWireError } from './wire-error.ts';

/** One for each answer; what it finds goes to the `emit` that it was created with. */
export interface AnswerReader {
  /** Reads one event of a stream; unknown ones are passed over. Nothing more is read after the terminal one. */
  event(event: JsonObject): void;
  /** Reads a whole response object. */
  whole(response: JsonObject): void;
  readonly over: boolean;
  /** Undefined while something of the answer is held back. */
  readonly place: StreamPlace | undefined;
  /** No more comes: the error of an answer that is not whole, unless it ended well. */
  end(): void;
}

/** Creates a reader for one answer. */
export function createAnswerReader(request: CanonRequest, emit: (event: StreamEvent) => void): AnswerReader {
  let started = false;
  let over = false;
  let toolCall = false;
  let refusal = false;
  let current: { readonly index: number; readonly reader: ItemReader } | undefined;
  /** Places whose items are done. */
  const finished = new Set<number>();
  let waiting: JsonObject[] = [];
  const progress = createStreamProgress();

  function tell(event: StreamEvent): void {
    toolCall ||= event.type === 'tool-call-start';
    refusal ||= event.type === 'refusal-delta';
    emit(event);
  }

  function start(response: JsonObject | undefined): void {
    if (started) return;
    started = true;
    const id = asString(response?.['id']);
    const model = asString(response?.['model']) ?? request.model;
    const usage = readUsage(response?.['usage']);
    emit({ type: 'answer-start', ...(id !== undefined && { id }), model, ...(usage && { usage }) });
  }

  function fail(error: GatewayError): void {
    over = true;
    emit({ type: 'error', error });
  }

  function open(index: number, item: JsonObject): ItemReader {
    start(undefined);
    const reader = createItemReader(item, tell);
    current = { index, reader };
    return reader;
  }

  /** False when the event must wait for its turn. */
  function readItemEvent(event: JsonObject, index: number): boolean {
    if (finished.has(index)) return true;
    if (current !== undefined && current.index !== index) return false;
    const type = asString(event['type']) ?? '';
    const item = asObject(event['item']);
    if (type === 'response.output_item.added') {
      if (current === undefined && item) open(index, item);
    } else if (type === 'response.output_item.done') {
      const reader = current?.reader ?? (item && open(index, item));
      if (item) reader?.done(item);
      finished.add(index);
      current = undefined;
    } else {
      const reader = current?.reader ?? open(index, { type: ownerOf(type) });
      reader.event(type, event);
    }
    return true;
  }

  /** Reads what waited, item by item: the events of one must not be mixed with those of the next. */
  function replay(): void {
    while (current === undefined && waiting.length > 0) {
      let index = Infinity;
      for (const event of waiting) index = Math.min(index, placeOf(event));
      const events = waiting.filter((event) => placeOf(event) === index);
      waiting = waiting.filter((event) => placeOf(event) !== index);
      for (const event of events) readItemEvent(event, index);
    }
  }

  function close(response: JsonObject): void {
    // Items that only the last event tells, or that no event closed.
    for (const [index, item] of asArray(response['output']).entries()) {
      if (!isObject(item) || finished.has(index)) continue;
      readItemEvent({ type: 'response.output_item.done', output_index: index, item }, index);
      replay();
    }
    const finish = readFinish(response, { toolCall, refusal });
    if (finish === undefined || current !== undefined || waiting.length > 0) {
      fail(new GatewayError('incomplete_answer', 'The provider ended its answer in the middle of an item.'));
      return;
    }
    over = true;
    const usage = readUsage(response['usage']);
    if (usage) emit({ type: 'usage', usage });
    emit({ type: 'finish', candidate: 0, finish });
    emit({ type: 'answer-end' });
  }

  return {
    get over() {
      return over;
    },
    event(event) {
      if (over) return;
      const error = findWireError(event);
      if (error !== undefined) {
        fail(parseWireError(error));
        return;
      }
      const type = asString(event['type']) ?? '';
      progress.note(type, event);
      const response = asObject(event['response']);
      const index = asNumber(event['output_index']);
      if (type === 'response.completed' || type === 'response.incomplete' || type === 'response.cancelled') {
        start(response);
        close({ status: type.slice('response.'.length), ...response });
      } else if (response !== undefined) {
        start(response);
      } else if (index !== undefined && type.startsWith('response.')) {
        if (!readItemEvent(event, index)) waiting.push(event);
        else if (current === undefined && waiting.length > 0) replay();
      }
    },
    get place() {
      return !started || over || waiting.length > 0 ? undefined : progress.place;
    },
    whole(response) {
      const error = findWireError(response);
      if (error !== undefined) {
        fail(parseWireError(error));
        return;
      }
      start(response);
      close({ ...impliedStatus(response), ...response });
    },
    end() {
      if (!over)
        fail(new GatewayError('incomplete_answer', 'The provider closed its stream before the end.'));
    },
  };
}

/** Compatible services leave the status out now and then; an output that is there was made to its end. */
function impliedStatus(response: JsonObject): JsonObject {
  if (!Array.isArray(response['output'])) return {};
  return { status: asObject(response['incomplete_details']) ? 'incomplete' : 'completed' };
}

function placeOf(event: JsonObject): number {
  return asNumber(event['output_index']) ?? 0;
}

/** The type of an item whose beginning was never told, by one of its events. */
function ownerOf(type: string): string {
  if (type.startsWith('response.reasoning')) return 'reasoning';
  if (type.startsWith('response.function_call')) return 'function_call';
  if (type.startsWith('response.custom_tool_call')) return 'custom_tool_call';
  return /^response\.(?:content_part|output_text|refusal)/u.test(type) ? 'message' : 'unknown';
}
