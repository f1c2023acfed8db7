// A look at an answer of `/embeddings` that passes through untouched. Builds no canon.
// https://platform.openai.com/docs/api-reference/embeddings/object

import { asArray, asObject, asString, type JsonValue } from '../../lib/json.ts';
import { EVERY_CANDIDATE } from '../candidate-bit.ts';
import type { Inspection } from '../dialect.ts';
import { readOpenaiUsage } from './read-usage.ts';

/** Whole with its first vector: there are no pieces. */
export function inspectEmbeddings(body: JsonValue): Inspection {
  const answer = asObject(body);
  const whole = asArray(answer?.['data']).length > 0;
  const usage = readOpenaiUsage(answer?.['usage']);
  return {
    hasContent: whole,
    finished: whole,
    told: 0,
    ended: whole ? EVERY_CANDIDATE : 0,
    last: false,
    answersWithoutContent: false,
    failed: false,
    usage: usage && { ...usage, outputTokens: undefined },
    model: asString(answer?.['model']) || undefined,
    error: asObject(answer?.['error']),
  };
}
