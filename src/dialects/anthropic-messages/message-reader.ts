// Reads the events of a Messages stream, or a whole message, into canonical events: one answer each. A table from event
// type to what it does; an event of an unknown type says nothing.
// https://platform.claude.com/docs/en/build-with-claude/streaming

import type { Finish } from '../../canon/finish.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { StreamPlace } from '../dialect.ts';
import { BlockWriter } from './block-writer.ts';
import { mergeUsage, readAnthropicUsage } from './read-usage.ts';
import { readStopReason } from './stop-reason.ts';
import { createToolNameReader } from './tool-names.ts';
import { findAnthropicError, parseAnthropicError } from './wire-error.ts';

/** One for each answer; what it finds goes to the `emit` that it was created with. */
export interface MessageReader {
  /** The provider said that the message is over. */
  readonly finishSeen: boolean;
  /** Undefined while something of the message is held back. */
  readonly place: StreamPlace | undefined;
  /** Reads one event, or a whole message; nothing more is read after the end or an error. */
  push(event: JsonObject): void;
  /** No more events come: an answer that was not stopped by then ends in `error`. */
  end(): void;
  /** Ends the answer in an error of the reader's own finding. */
  fail(reason: string): void;
}

/** Creates a reader for one answer. */
export function createMessageReader(
  request: CanonRequest,
  emit: (event: StreamEvent) => void,
): MessageReader {
  const blocks = new BlockWriter(emit, createToolNameReader(request));
  let started = false;
  let over = false;
  let stopped = false;
  let usage: JsonObject | undefined;
  let finish: Finish | undefined;

  function fail(error: GatewayError): void {
    if (over) return;
    over = true;
    emit({ type: 'error', error });
  }

  function start(message: JsonObject): void {
    if (started) return;
    started = true;
    usage = mergeUsage(usage, message['usage']);
    const id = asString(message['id']);
    const told = readAnthropicUsage(usage);
    emit({
      type: 'answer-start',
      ...(id !== undefined && { id }),
      model: asString(message['model']) ?? request.model,
      ...(told && { usage: told }),
    });
  }

  function ended(holder: JsonObject, usageNow: unknown): void {
    start({});
    finish = readStopReason(holder) ?? finish;
    usage = mergeUsage(usage, usageNow);
    const told = readAnthropicUsage(usage);
    if (told) emit({ type: 'usage', usage: told });
  }

  function stop(): void {
    if (!started || finish === undefined) {
      fail(new GatewayError('incomplete_answer', 'The provider ended its answer without a stop reason.'));
      return;
    }
    blocks.stop();
    over = true;
    stopped = true;
    emit({ type: 'finish', candidate: 0, finish });
    emit({ type: 'answer-end' });
  }

  const handlers: Readonly<Record<string, (event: JsonObject) => void>> = {
    message_start: (event) => start(asObject(event['message']) ?? {}),
    content_block_start(event) {
      start({});
      if (!blocks.start(asObject(event['content_block']) ?? {}, asNumber(event['index']))) fail(outOfOrder());
    },
    content_block_delta(event) {
      start({});
      if (!blocks.delta(asObject(event['delta']) ?? {}, asNumber(event['index']))) fail(outOfOrder());
    },
    content_block_stop: () => blocks.stop(),
    message_delta: (event) => ended(asObject(event['delta']) ?? {}, event['usage']),
    message_stop: stop,
    message(message) {
      start(message);
      for (const block of asArray(message['content'])) {
        blocks.start(asObject(block) ?? {});
        blocks.stop();
      }
      ended(message, undefined);
      stop();
    },
  };

  return {
    get finishSeen() {
      return stopped;
    },
    get place() {
      const block = started && !over && finish === undefined ? blocks.place : undefined;
      return block && { block };
    },
    push(event) {
      if (over) return;
      const type = asString(event['type']) ?? '';
      const error = findAnthropicError(event);
      if (error && (type === 'error' || type === '')) {
        fail(parseAnthropicError(error));
        return;
      }
      if (Object.hasOwn(handlers, type)) handlers[type]?.(event);
    },
    end() {
      fail(new GatewayError('incomplete_answer', 'The provider closed its answer before its end.'));
    },
    fail(reason) {
      fail(new GatewayError('incomplete_answer', reason));
    },
  };
}

function outOfOrder(): GatewayError {
  return new GatewayError(
    'incomplete_answer',
    'The provider sent a piece of a content block that was not open.',
  );
}
