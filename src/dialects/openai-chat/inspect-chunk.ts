// A cheap look at one chunk or whole answer, for traffic that passes through untouched. Builds no canon.

import { asArray, asNumber, asObject, asString, type JsonValue } from '../../lib/json.ts';
import { candidateBit } from '../candidate-bit.ts';
import type { Inspection } from '../dialect.ts';
import { hasContent } from './read-delta.ts';
import { finishKind, readFinishReason } from './read-finish-reason.ts';
import { findUsage } from './read-usage.ts';
import { findWireError } from './wire-error.ts';

/** Looks at a whole answer or one chunk of a stream; an array is looked at through its error, if any. */
export function inspectChatChunk(chunk: JsonValue): Inspection {
  const body = asObject(chunk);
  const choices = asArray(body?.['choices']);
  let content = false;
  let finish: string | undefined;
  let told = 0;
  let ended = 0;
  for (const [position, item] of choices.entries()) {
    const choice = asObject(item);
    const bit = candidateBit(asNumber(choice?.['index']) ?? position);
    told |= bit;
    const said = asObject(choice?.['delta']) ?? asObject(choice?.['message']);
    content ||= said !== undefined && hasContent(said);
    const reason = readFinishReason(choice?.['finish_reason']);
    if (reason === undefined) continue;
    finish = reason;
    ended |= bit;
  }
  const kind = finish === undefined ? undefined : finishKind(finish);
  return {
    hasContent: content,
    finished: ended !== 0 && ended === told,
    told,
    ended,
    last: false,
    answersWithoutContent: kind === 'content-filter' || kind === 'length' || kind === 'refusal',
    withheld: kind === 'content-filter' || kind === 'refusal',
    failed: kind === 'failed',
    usage: findUsage(body),
    model: asString(body?.['model']) || undefined,
    error: findWireError(chunk),
  };
}
