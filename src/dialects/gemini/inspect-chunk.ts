// A cheap look at one native response object, for traffic that passes through untouched. Builds no canon.

import type { Usage } from '../../canon/usage.ts';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { geminiFinish, readFinishReason } from './finish-reason.ts';
import { readGeminiUsage } from './read-usage.ts';
import { findWireError } from './wire-error.ts';

export interface ChunkInspection {
  /** True when a part carries something for the caller: text, thought, call, media. */
  readonly hasContent: boolean;
  /** The raw `finishReason` of the last candidate that has one. */
  readonly finish: string | undefined;
  /** True when every candidate of this chunk has its reason, or the prompt was refused. */
  readonly finished: boolean;
  /** True when the ending is an answer even without content: filtered, refused, or out of tokens. */
  readonly answersWithoutContent: boolean;
  /** True when the model failed to make a usable answer. */
  readonly failed: boolean;
  /** True when the prompt was refused as a whole. */
  readonly blocked: boolean;
  readonly usage: Usage | undefined;
  readonly model: string | undefined;
  readonly error: JsonObject | undefined;
}

/** Looks at a whole answer or one chunk of a stream; an array is looked at through its error, if any. */
export function inspectGeminiChunk(chunk: JsonValue): ChunkInspection {
  const body = asObject(chunk);
  let hasContent = false;
  let finish: string | undefined;
  let ended = 0;
  const candidates = asArray(body?.['candidates']);
  for (const item of candidates) {
    const candidate = asObject(item);
    hasContent ||= hasContentPart(asObject(candidate?.['content'])?.['parts']);
    const reason = readFinishReason(candidate?.['finishReason']);
    if (reason !== undefined) {
      finish = reason;
      ended++;
    }
  }
  const feedback = asObject(body?.['promptFeedback']);
  const blocked = feedback?.['blockReason'] !== undefined || feedback?.['blockReasonMessage'] !== undefined;
  const kind = finish === undefined ? undefined : geminiFinish(finish, undefined, false).kind;
  return {
    hasContent,
    finish,
    finished: blocked || (ended > 0 && ended === candidates.length),
    answersWithoutContent: blocked || kind === 'content-filter' || kind === 'length',
    failed: kind === 'failed',
    blocked,
    usage: readGeminiUsage(body?.['usageMetadata']),
    model: asString(body?.['modelVersion']),
    error: findWireError(chunk),
  };
}

/** Fields that say something about a part but are none of its content. */
const besides = new Set(['text', 'thought', 'thoughtSignature', 'partMetadata']);

function hasContentPart(parts: unknown): boolean {
  const list = asObject(parts) ? [parts] : asArray(parts);
  return list.some((item) => {
    const part = asObject(item);
    if (!part) return false;
    const text = part['text'];
    if (typeof text === 'string' && text !== '') return true;
    for (const name in part) if (!besides.has(name)) return true;
    return false;
  });
}
