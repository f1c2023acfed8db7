// A cheap look at one chunk or whole answer, for traffic that passes through untouched. Builds no canon.

import type { Usage } from '../../canon/usage.ts';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { hasContent } from './read-delta.ts';
import { finishKind, readFinishReason } from './read-finish-reason.ts';
import { findUsage } from './read-usage.ts';
import { findWireError } from './wire-error.ts';

export interface ChunkInspection {
  /** True when a delta carries something for the caller: text, thought, refusal, call, media. */
  readonly hasContent: boolean;
  /** The raw `finish_reason` of the last choice that has one. */
  readonly finish: string | undefined;
  /** True when every choice of this chunk has its reason; with `n` above 1 each choice ends in a chunk of its own. */
  readonly finished: boolean;
  /** True when the ending is an answer even without content: filtered, refused, or out of tokens. */
  readonly answersWithoutContent: boolean;
  /** True when the model failed to make a usable answer. */
  readonly failed: boolean;
  readonly usage: Usage | undefined;
  readonly model: string | undefined;
  readonly error: JsonObject | undefined;
}

/** Looks at a whole answer or one chunk of a stream; an array is looked at through its error, if any. */
export function inspectChatChunk(chunk: JsonValue): ChunkInspection {
  const body = asObject(chunk);
  const choices = asArray(body?.['choices']);
  let content = false;
  let finish: string | undefined;
  let ended = 0;
  for (const item of choices) {
    const choice = asObject(item);
    const said = asObject(choice?.['delta']) ?? asObject(choice?.['message']);
    content ||= said !== undefined && hasContent(said);
    const reason = readFinishReason(choice?.['finish_reason']);
    if (reason === undefined) continue;
    finish = reason;
    ended++;
  }
  const kind = finish === undefined ? undefined : finishKind(finish);
  return {
    hasContent: content,
    finish,
    finished: ended > 0 && ended === choices.length,
    answersWithoutContent: kind === 'content-filter' || kind === 'length' || kind === 'refusal',
    failed: kind === 'failed',
    usage: findUsage(body),
    model: asString(body?.['model']) || undefined,
    error: findWireError(chunk),
  };
}
