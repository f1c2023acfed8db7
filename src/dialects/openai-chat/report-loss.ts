// Which top-level fields of a chat request are carried, which do not matter, and which are named as lost.

import type { Loss } from '../../canon/loss.ts';
import { isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';

/** Read by the parsers of this folder, or of no effect on the answer (cache and session hints are the router's). */
const carried: ReadonlySet<string> = new Set(
  (
    'model messages tools tool_choice functions function_call parallel_tool_calls response_format web_search_options ' +
    'temperature top_p top_k seed presence_penalty frequency_penalty logprobs top_logprobs n stop ' +
    'max_tokens max_completion_tokens reasoning_effort reasoning include_reasoning thinking google ' +
    'modalities stream stream_options usage user safety_identifier prompt_cache_key session_id'
  ).split(' '),
);

/** Values that ask for nothing beyond what everybody gets. */
const defaults: Readonly<Record<string, readonly JsonValue[]>> = {
  service_tier: ['auto', 'default'],
  verbosity: ['medium'],
  min_p: [0],
  top_a: [0],
  repetition_penalty: [1],
};

/** Adds to `loss` what the request asks for and no canonical field holds. Names come from outside: odd ones are not repeated. */
export function reportLoss(body: JsonObject, loss: Loss): void {
  for (const [name, value] of Object.entries(body)) {
    if (carried.has(name) || saysNothing(name, value)) continue;
    loss.add(/^[\w.-]{1,64}$/u.test(name) ? name : 'an unknown field');
  }
}

function saysNothing(name: string, value: JsonValue | undefined): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value))
    return name === 'extra_body'
      ? Object.keys(value).every((key) => key === 'google')
      : Object.keys(value).length === 0;
  return Object.hasOwn(defaults, name) && (defaults[name]?.includes(value) ?? false);
}
