// A cheap look at one event of a stream, or at a whole response, for traffic that passes through untouched. Builds no
// canon.

import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { EVERY_CANDIDATE } from '../candidate-bit.ts';
import type { Inspection } from '../dialect.ts';
import { readUsage } from './read-usage.ts';
import { findWireError } from './wire-error.ts';

/** Looks at an event, or at a whole response object. */
export function inspectEvent(value: JsonValue): Inspection {
  const body = asObject(value) ?? {};
  const type = asString(body['type']) ?? '';
  const response = body['object'] === 'response' ? body : asObject(body['response']);
  const status = asString(response?.['status']);
  const reason = asString(asObject(response?.['incomplete_details'])?.['reason']);
  const finished = status === 'completed' || status === 'incomplete' || status === 'cancelled';
  const error = findWireError(body);
  return {
    hasContent: saysSomething(type, body) || asArray(response?.['output']).length > 0,
    finished,
    told: 0,
    ended: finished ? EVERY_CANDIDATE : 0,
    last: finished,
    answersWithoutContent: reason === 'content_filter' || reason === 'max_output_tokens',
    withheld: reason === 'content_filter',
    failed: status === 'cancelled' || (status === 'incomplete' && reason === undefined),
    usage: readUsage(response?.['usage']),
    model: asString(response?.['model']),
    error,
  };
}

/** Items that begin without having said anything yet. */
const silent: ReadonlySet<string> = new Set(['message', 'reasoning']);

function saysSomething(type: string, event: JsonObject): boolean {
  if (type.endsWith('.delta')) return event['delta'] !== '';
  if (type !== 'response.output_item.added') return false;
  return !silent.has(asString(asObject(event['item'])?.['type']) ?? '');
}
