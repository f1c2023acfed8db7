// A cheap look at one event of a Messages stream, or a whole message, for traffic that passes through untouched. Builds
// no canon.

import type { Usage } from '../../canon/usage.ts';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readAnthropicUsage } from './read-usage.ts';
import { readStopReason } from './stop-reason.ts';
import { findAnthropicError } from './wire-error.ts';

export interface EventInspection {
  /** True when the event carries something for the caller: text, thought, call, result. */
  readonly hasContent: boolean;
  /** The raw `stop_reason`: it comes in `message_delta`, before the end. */
  readonly finish: string | undefined;
  /** True for `message_stop` and for a whole message with its reason. */
  readonly finished: boolean;
  /** True with a `finish` that is an answer even without content: refused, stopped by the caller's sequence, out of tokens. */
  readonly answersWithoutContent: boolean;
  /** True with a `finish` that is no answer. */
  readonly failed: boolean;
  /** Anthropic refuses prompts with an error, never so. */
  readonly blocked: boolean;
  /** Cumulative, but `message_delta` may leave out what `message_start` said: a later event's undefined fields keep the earlier's. */
  readonly usage: Usage | undefined;
  readonly model: string | undefined;
  readonly error: JsonObject | undefined;
}

/** Looks at one event (the JSON of a `data:` line) or at a whole message. */
export function inspectAnthropicEvent(event: JsonValue): EventInspection {
  const body = asObject(event);
  const type = asString(body?.['type']) ?? '';
  const whole = type === 'message';
  const message = whole ? body : asObject(body?.['message']);
  const holder = whole ? body : type === 'message_delta' ? asObject(body?.['delta']) : undefined;
  const finish = holder && readStopReason(holder);
  const error = findAnthropicError(event);
  return {
    hasContent: hasContent(type, body),
    finish: finish?.raw,
    finished: type === 'message_stop' || (whole && finish !== undefined),
    answersWithoutContent:
      finish !== undefined &&
      finish.kind !== 'stop' &&
      finish.kind !== 'tool-calls' &&
      finish.kind !== 'failed',
    failed: finish?.kind === 'failed',
    blocked: false,
    usage: type === 'message_start' ? begunUsage(message?.['usage']) : readAnthropicUsage(body?.['usage']),
    model: asString(message?.['model']),
    error: type === 'error' || type === '' ? error : undefined,
  };
}

/** A total of a message that has only begun would outlive the figures it was made of. */
function begunUsage(usage: unknown): Usage | undefined {
  const begun = readAnthropicUsage(usage);
  return begun && { ...begun, totalTokens: undefined };
}

function hasContent(type: string, body: JsonObject | undefined): boolean {
  switch (type) {
    case 'content_block_start':
      return blockSays(asObject(body?.['content_block']));
    case 'content_block_delta': {
      const delta = asObject(body?.['delta']);
      return says(delta?.['text']) || says(delta?.['thinking']) || says(delta?.['partial_json']);
    }
    case 'message':
      return asArray(body?.['content']).some((block) => blockSays(asObject(block)));
    default:
      return false;
  }
}

/** Texts and thoughts begin empty; every other block says something by itself. */
function blockSays(block: JsonObject | undefined): boolean {
  if (block === undefined) return false;
  if (block['type'] === 'text') return says(block['text']);
  return block['type'] === 'thinking' ? says(block['thinking']) : true;
}

function says(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
