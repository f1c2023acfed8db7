// A cheap look at one native response object, for traffic that passes through untouched. Builds no canon.

import { asArray, asObject, asString, type JsonValue } from '../../lib/json.ts';
import { candidateBit, EVERY_CANDIDATE } from '../candidate-bit.ts';
import type { Inspection } from '../dialect.ts';
import { geminiFinish, readFinishReason } from './finish-reason.ts';
import { readGeminiUsage } from './read-usage.ts';
import { findWireError } from './wire-error.ts';
import { wireNumber } from './wire-number.ts';

/** Looks at a whole answer or one chunk of a stream; an array is looked at through its error, if any. */
export function inspectGeminiChunk(chunk: JsonValue): Inspection {
  const body = asObject(chunk);
  let hasContent = false;
  let finish: string | undefined;
  let told = 0;
  let ended = 0;
  const candidates = asArray(body?.['candidates']);
  for (const [position, item] of candidates.entries()) {
    const candidate = asObject(item);
    const bit = candidateBit(wireNumber(candidate?.['index']) ?? position);
    told |= bit;
    hasContent ||= hasContentPart(asObject(candidate?.['content'])?.['parts']);
    const reason = readFinishReason(candidate?.['finishReason']);
    if (reason !== undefined) {
      finish = reason;
      ended |= bit;
    }
  }
  const feedback = asObject(body?.['promptFeedback']);
  const blocked = feedback?.['blockReason'] !== undefined || feedback?.['blockReasonMessage'] !== undefined;
  const kind = finish === undefined ? undefined : geminiFinish(finish, undefined, false).kind;
  return {
    hasContent,
    finished: blocked || (ended !== 0 && ended === told),
    told,
    ended: blocked ? EVERY_CANDIDATE : ended,
    last: false,
    answersWithoutContent: blocked || kind === 'content-filter' || kind === 'length',
    withheld: blocked || kind === 'content-filter',
    failed: kind === 'failed',
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
