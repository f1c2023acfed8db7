// A cheap look at one event of a Messages stream, or a whole message, for traffic that passes through untouched. Builds
// no canon.

import type { Usage } from '../../canon/usage.ts';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { EVERY_CANDIDATE } from '../candidate-bit.ts';
import type { Inspection } from '../dialect.ts';
import { readAnthropicUsage } from './read-usage.ts';
import { readStopReason } from './stop-reason.ts';
import { findAnthropicError } from './wire-error.ts';

/** Looks at one event (the JSON of a `data:` line) or at a whole message. */
export function inspectAnthropicEvent(event: JsonValue): Inspection {
  const body = asObject(event);
  const type = asString(body?.['type']) ?? '';
  const whole = type === 'message';
  const message = whole ? body : asObject(body?.['message']);
  const holder = whole ? body : type === 'message_delta' ? asObject(body?.['delta']) : undefined;
  const finish = holder && readStopReason(holder);
  const error = findAnthropicError(event);
  const finished = type === 'message_stop' || (whole && finish !== undefined);
  return {
    hasContent: hasContent(type, body),
    finished,
    told: 0,
    ended: finished ? EVERY_CANDIDATE : 0,
    last: finished,
    answersWithoutContent:
      finish !== undefined &&
      finish.kind !== 'stop' &&
      finish.kind !== 'tool-calls' &&
      finish.kind !== 'failed',
    withheld: finish?.kind === 'refusal' || finish?.kind === 'content-filter',
    failed: finish?.kind === 'failed',
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
