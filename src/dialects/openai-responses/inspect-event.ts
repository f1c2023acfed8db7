// A cheap look at one event of a stream, or at a whole response, for traffic that passes through untouched. Builds no
// canon.

import type { Usage } from '../../canon/usage.ts';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { readUsage } from './read-usage.ts';
import { findWireError } from './wire-error.ts';

export interface EventInspection {
  /** True when it carries something for the caller: text, thought, call, media. */
  readonly hasContent: boolean;
  /** The status of a response at its end: `completed`, or why it is incomplete. */
  readonly finish: string | undefined;
  readonly finished: boolean;
  /** True when the ending is an answer even without content: filtered, or out of tokens. */
  readonly answersWithoutContent: boolean;
  /** True when the model failed to make a usable answer. */
  readonly failed: boolean;
  /** True when the prompt was refused as a whole. */
  readonly blocked: boolean;
  readonly usage: Usage | undefined;
  readonly model: string | undefined;
  readonly error: JsonObject | undefined;
}

/** Looks at an event, or at a whole response object. */
export function inspectEvent(value: JsonValue): EventInspection {
  const body = asObject(value) ?? {};
  const type = asString(body['type']) ?? '';
  const response = body['object'] === 'response' ? body : asObject(body['response']);
  const status = asString(response?.['status']);
  const reason = asString(asObject(response?.['incomplete_details'])?.['reason']);
  const finished = status === 'completed' || status === 'incomplete' || status === 'cancelled';
  const error = findWireError(body);
  return {
    hasContent: saysSomething(type, body) || asArray(response?.['output']).length > 0,
    finish: finished ? (reason ?? status) : undefined,
    finished,
    answersWithoutContent: reason === 'content_filter' || reason === 'max_output_tokens',
    failed: status === 'cancelled' || (status === 'incomplete' && reason === undefined),
    blocked: false,
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
