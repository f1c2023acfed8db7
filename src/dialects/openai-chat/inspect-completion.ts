// A cheap look at chunks and answers of the older Completions that pass through untouched.

import { asArray, asNumber, asObject, asString, type JsonValue } from '../../lib/json.ts';
import { EVERY_CANDIDATE } from '../candidate-bit.ts';
import type { Inspection } from '../dialect.ts';
import { finishKind, readFinishReason } from './read-finish-reason.ts';
import { findUsage } from './read-usage.ts';
import { findWireError } from './wire-error.ts';

/**
 * Creates the look at one answer. Choices end one by one in a stream: it is finished when `choices` of them have. Some
 * services end a choice with an empty reason in every chunk but the last: that is none.
 */
export function createCompletionInspector(choices: number): (body: JsonValue) => Inspection {
  const ended = new Set<number>();
  return (chunk) => {
    const body = asObject(chunk);
    let content = false;
    let reason: string | undefined;
    for (const [position, item] of asArray(body?.['choices']).entries()) {
      const choice = asObject(item);
      if ((asString(choice?.['text']) ?? '') !== '') content = true;
      const told = readFinishReason(choice?.['finish_reason']);
      if (told === undefined) continue;
      reason = told;
      ended.add(asNumber(choice?.['index']) ?? position);
    }
    const kind = reason === undefined ? undefined : finishKind(reason);
    const finished = ended.size >= choices;
    return {
      hasContent: content,
      finished,
      told: 0,
      ended: finished ? EVERY_CANDIDATE : 0,
      last: false,
      answersWithoutContent: kind === 'content-filter' || kind === 'length',
      failed: kind === 'failed',
      usage: findUsage(body),
      model: asString(body?.['model']) || undefined,
      error: findWireError(chunk),
    };
  };
}
