// The `response` object around an output: what was asked is repeated, with the defaults that OpenAI fills in.
// https://platform.openai.com/docs/api-reference/responses/object

import type { Usage } from '../../canon/usage.ts';
import { asArray, asObject, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import type { Outcome } from './render-outcome.ts';
import { renderUsage } from './render-usage.ts';
import { responseId } from './wire-ids.ts';

/** What changes in a response while it is made; the rest of it is the request's. */
export interface ResponseState {
  readonly model: string;
  readonly outcome: Outcome;
  readonly output: readonly JsonObject[];
  readonly usage: Usage | undefined;
}

/** Fields that the answer repeats, and what stands in for those that the request left out. */
const repeated: Readonly<Record<string, JsonValue>> = {
  background: false,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt_cache_key: null,
  safety_identifier: null,
  service_tier: 'default',
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  truncation: 'disabled',
  user: null,
};

/** Renders the object as it is at its end, and has it kept where that is wanted: it says so only if it was. */
export function renderEnded(context: RenderAnswerContext, state: ResponseState): JsonObject {
  const response = renderResponse(context, state);
  const { keep, requestId } = context;
  if (response['store'] !== true || keep?.(response, requestId) === true) return response;
  return { ...response, store: false };
}

/** Renders the object at any moment of its life. */
export function renderResponse(context: RenderAnswerContext, state: ResponseState): JsonObject {
  const asked = context.request.extras?.['openai-responses'] ?? {};
  const { status, error, incomplete } = state.outcome;
  const rendered: JsonObject = {
    id: context.place?.id ?? responseId(context.requestId),
    object: 'response',
    created_at: Math.floor(context.nowMs / 1000),
    status,
    error,
    incomplete_details: incomplete === undefined ? null : { reason: incomplete },
    model: state.model,
    output: [...state.output],
    reasoning: renderReasoning(asked),
    text: { format: { type: 'text' }, verbosity: 'medium', ...asObject(asked['text']) },
    usage: state.usage === undefined ? null : renderUsage(state.usage),
  };
  rendered['store'] = context.keep !== undefined && status !== 'failed';
  for (const [name, fallback] of Object.entries(repeated)) rendered[name] = asked[name] ?? fallback;
  rendered['tools'] = asArray(rendered['tools']).filter(isObject).map(fillTool);
  // `auto` is a wish; the answer tells what it came to.
  if (rendered['service_tier'] === 'auto') rendered['service_tier'] = 'default';
  return rendered;
}

/** Fields of a function that SDKs take for given. */
function fillTool(tool: JsonObject): JsonObject {
  return tool['type'] === 'function' ? { description: null, parameters: null, strict: true, ...tool } : tool;
}

function renderReasoning(asked: JsonObject): JsonObject {
  const reasoning = asObject(asked['reasoning']);
  return { effort: reasoning?.['effort'] ?? null, summary: reasoning?.['summary'] ?? null };
}
