// Canonical request → a Responses body. Nothing is kept at the provider: all it must know comes with each request.
// https://platform.openai.com/docs/api-reference/responses/create

import { hash } from 'node:crypto';
import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest, Reasoning, ResponseFormat } from '../../canon/request.ts';
import { asArray, asObject, type JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { takeOpenaiFields } from '../openai-request-fields.ts';
import { modelTraits, type ModelTraits } from './model-traits.ts';
import { renderInput } from './render-input.ts';
import { renderToolChoice, renderTools } from './render-tools.ts';

/** OpenAI refuses a smaller ceiling. */
const LEAST_OUTPUT_TOKENS = 16;

/** Fields of this dialect's own clients that go on as they came: the canon has no place for them. */
const passed = ['max_tool_calls', 'safety_identifier', 'truncation', 'user'] as const;

/** Renders the body; what Responses cannot carry is named in `context.loss`. */
export function renderRequest(request: CanonRequest, context: RenderRequestContext): JsonObject {
  const { loss } = context;
  const traits = modelTraits(context.model);
  const own = request.extras?.['openai-responses'] ?? chatFields(request, loss);
  const tools = renderTools(request.tools, loss);
  const body: JsonObject = { model: context.model, input: renderInput(request, loss) };
  const [instruction] = request.system;
  if (instruction !== undefined) body['instructions'] = instruction.text;
  if (tools.length > 0) {
    body['tools'] = tools;
    if (request.toolChoice) body['tool_choice'] = renderToolChoice(request.toolChoice, request.tools);
    if (request.parallelToolCalls !== undefined) body['parallel_tool_calls'] = request.parallelToolCalls;
  }
  addText(body, request.responseFormat, own);
  addReasoning(body, request.reasoning, own, traits, loss);
  addSampling(body, request, traits, loss);
  addLimit(body, request, context);
  addInclude(body, request, own, traits);
  for (const name of passed) if (own[name] !== undefined && own[name] !== null) body[name] = own[name];
  Object.assign(body, takeOpenaiFields(own, loss));
  if (own['user'] === undefined && own['safety_identifier'] === undefined && request.userId !== undefined)
    body['safety_identifier'] = shortId(request.userId);
  return { ...body, store: false, stream: request.stream };
}

/** What a client of Chat Completions has said, in this dialect's words. */
function chatFields({ extras }: CanonRequest, loss: Loss): JsonObject {
  const { verbosity, ...fields } = extras?.['openai-chat'] ?? {};
  if (verbosity === undefined) return fields;
  loss.remove('verbosity');
  return { ...fields, text: { verbosity } };
}

const LONGEST_ID = 64;

/** Longer ids are refused; a hash is as good for telling users apart. */
function shortId(userId: string): string {
  return userId.length > LONGEST_ID ? hash('sha256', userId) : userId;
}

function addText(body: JsonObject, format: ResponseFormat | undefined, own: JsonObject): void {
  const verbosity = asObject(own['text'])?.['verbosity'];
  const text: JsonObject = {};
  if (format) text['format'] = renderFormat(format);
  if (typeof verbosity === 'string') text['verbosity'] = verbosity;
  if (Object.keys(text).length > 0) body['text'] = text;
}

function renderFormat(format: ResponseFormat): JsonObject {
  if (format.type === 'text') return { type: 'text' };
  if (format.type === 'json') return { type: 'json_object' };
  return {
    type: 'json_schema',
    // A name is demanded.
    name: format.name ?? 'response',
    schema: format.schema,
    ...(format.description !== undefined && { description: format.description }),
    strict: format.strict ?? false,
  };
}

function addReasoning(
  body: JsonObject,
  reasoning: Reasoning | undefined,
  own: JsonObject,
  traits: ModelTraits,
  loss: Loss,
): void {
  if (reasoning === undefined) return;
  const effort = reasoning.effort ?? effortOf(reasoning.budgetTokens);
  const wanted = asObject(own['reasoning'])?.['summary'];
  const summary =
    typeof wanted === 'string' ? wanted : reasoning.includeSummary === true ? 'auto' : undefined;
  if (effort === undefined && summary === undefined) return;
  if (traits.reasons) {
    body['reasoning'] = {
      ...(effort !== undefined && { effort }),
      ...(summary !== undefined && { summary }),
    };
  } else if (effort !== 'none') loss.add('reasoning');
}

/** Where other vendors' documents put the borders between their efforts. */
function effortOf(budgetTokens: number | undefined): Reasoning['effort'] {
  if (budgetTokens === undefined || budgetTokens < 0) return undefined;
  if (budgetTokens === 0) return 'none';
  if (budgetTokens <= 2048) return 'low';
  return budgetTokens <= 8192 ? 'medium' : 'high';
}

function addSampling(body: JsonObject, request: CanonRequest, traits: ModelTraits, loss: Loss): void {
  const { sampling, stop } = request;
  const samples = traits.samples || request.reasoning?.effort === 'none';
  for (const [name, value] of [
    ['temperature', sampling.temperature],
    ['top_p', sampling.topP],
  ] as const) {
    if (value === undefined) continue;
    if (samples) body[name] = value;
    // 1 is what these models do anyway.
    else if (value !== 1) loss.add(name);
  }
  if (sampling.topLogprobs !== undefined) body['top_logprobs'] = sampling.topLogprobs;
  if (sampling.topK !== undefined) loss.add('top_k');
  if (sampling.seed !== undefined) loss.add('seed');
  if ((sampling.presencePenalty ?? 0) !== 0) loss.add('presence_penalty');
  if ((sampling.frequencyPenalty ?? 0) !== 0) loss.add('frequency_penalty');
  if ((sampling.candidateCount ?? 1) > 1) loss.add('n');
  if (stop.length > 0) loss.add('stop');
  if (request.outputModalities?.some((kind) => kind !== 'text') === true) loss.add('modalities');
}

function addLimit(body: JsonObject, { maxOutputTokens }: CanonRequest, context: RenderRequestContext): void {
  if (maxOutputTokens === undefined) return;
  const most = Math.min(maxOutputTokens, context.outputTokenLimit ?? maxOutputTokens);
  body['max_output_tokens'] = Math.max(most, LEAST_OUTPUT_TOKENS);
}

function addInclude(body: JsonObject, request: CanonRequest, own: JsonObject, traits: ModelTraits): void {
  const include = new Set(asArray(own['include']).filter((name) => typeof name === 'string'));
  if (traits.reasons) include.add('reasoning.encrypted_content');
  else include.delete('reasoning.encrypted_content');
  if (request.sampling.topLogprobs !== undefined) include.add('message.output_text.logprobs');
  if (include.size > 0) body['include'] = [...include];
}
