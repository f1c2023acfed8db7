// The Responses API: the answer as an object, and as the events that build it.
// https://platform.openai.com/docs/api-reference/responses-streaming
import { asObject, asString, type JsonObject } from '../../lib/json.ts';
import { splitModelName, type SimulatedFault } from '../faults.ts';
import type { Reply } from '../reply.ts';
import { think, type Thought } from '../simulated-mind.ts';
import type { Exchange } from '../simulated-world.ts';
import { createStableId } from '../stable-id.ts';
import { admit, type Admission } from './admit.ts';
import { checkReasoning, encryptReasoning } from './encrypted-reasoning.ts';
import { chatOnly } from './errors.ts';
import { chatBlankFinish } from './finish.ts';
import { speaksResponses } from './model-catalog.ts';
import { checkResponsesRequest, customTools, inputItems, readResponsesPrompt } from './read-responses.ts';
import { streamResponse } from './responses-stream.ts';
import { offersSearch, searchItem, urlCitation } from './web-search.ts';

/** Answers `/v1/responses`, whose credential is in order. */
export function answerResponses(
  exchange: Exchange,
  body: JsonObject,
  fault: SimulatedFault | undefined,
): Reply {
  const { base } = splitModelName(exchange.call.model ?? '');
  if (exchange.path.startsWith('/v1/') && !speaksResponses(base)) return chatOnly(base);
  const wrong = checkResponsesRequest(body) ?? checkReasoning(inputItems(body), exchange.call.project ?? '');
  if (wrong) return wrong;
  const admission = admit(exchange, inputItems(body), [body['instructions'] ?? '', body['tools'] ?? []]);
  if (admission.refused) return admission.refused;
  const thought = think({ ...readResponsesPrompt(body, fault?.fault === 'huge'), script: exchange.script });
  const response = render(exchange, body, thought, admission, fault);
  if (!exchange.call.stream) return { kind: 'json', status: 200, body: response, headers: admission.headers };
  return streamResponse(response, admission.headers, fault?.fault);
}

function render(
  exchange: Exchange,
  body: JsonObject,
  thought: Thought,
  admission: Admission,
  fault: SimulatedFault | undefined,
): JsonObject {
  const id = createStableId('resp_', `${exchange.world.clock.now()}\n${exchange.world.random()}`, 48);
  const blank = chatBlankFinish(fault);
  const reason =
    blank === 'length' || thought.finish === 'length'
      ? 'max_output_tokens'
      : typeof blank !== 'string'
        ? undefined
        : 'content_filter';
  const isEmpty = blank !== undefined || fault?.fault === 'empty-candidates';
  const output = isEmpty ? [] : renderOutput(id, body, thought, exchange.call.project ?? '');
  const outputTokens = thought.answerTokens + thought.thoughtTokens;
  const response: JsonObject = {
    id,
    object: 'response',
    created_at: Math.floor(exchange.world.clock.now() / 1000),
    status: reason === undefined ? 'completed' : 'incomplete',
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    metadata: body['metadata'] ?? {},
    model: exchange.call.model ?? '',
    output,
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    previous_response_id: null,
    reasoning: body['reasoning'] ?? { effort: null, summary: null },
    store: body['store'] ?? true,
    temperature: body['temperature'] ?? 1,
    text: body['text'] ?? { format: { type: 'text' } },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_p: body['top_p'] ?? 1,
    truncation: 'disabled',
    user: null,
  };
  if (fault?.fault === 'no-usage') return response;
  response['usage'] = {
    input_tokens: admission.promptTokens,
    input_tokens_details: { cached_tokens: admission.cachedTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: thought.thoughtTokens },
    total_tokens: admission.promptTokens + outputTokens,
  };
  return response;
}

function renderOutput(id: string, body: JsonObject, thought: Thought, project: string): JsonObject[] {
  const output: JsonObject[] = [];
  if (thought.thoughts !== '') {
    const wantsSummary = asString(asObject(body['reasoning'])?.['summary']) !== undefined;
    const summary = wantsSummary ? [{ type: 'summary_text', text: thought.thoughts }] : [];
    const item: JsonObject = { id: createStableId('rs_', id), type: 'reasoning', summary };
    if (JSON.stringify(body['include'] ?? '').includes('reasoning.encrypted_content')) {
      item['encrypted_content'] = encryptReasoning(thought.thoughts, project);
    }
    output.push(item);
  }
  if (thought.text !== '' || thought.calls.length === 0) {
    const searched = offersSearch(body) && thought.text !== '';
    if (searched) output.push(searchItem(id, thought.text.slice(0, 60)));
    const annotations = searched ? [urlCitation(thought.text)] : [];
    const content = [{ type: 'output_text', text: thought.text, annotations, logprobs: [] }];
    output.push({
      id: createStableId('msg_', id),
      type: 'message',
      status: 'completed',
      role: 'assistant',
      content,
    });
  }
  const custom = customTools(body);
  for (const [index, { name, args }] of thought.calls.entries()) {
    const seed = `${id}\n${index}`;
    const call = { status: 'completed', call_id: createStableId('call_', seed), name };
    output.push(
      custom.has(name)
        ? {
            id: createStableId('ctc_', seed),
            type: 'custom_tool_call',
            ...call,
            input: asString(args['input']) ?? '',
          }
        : {
            id: createStableId('fc_', seed),
            type: 'function_call',
            ...call,
            arguments: JSON.stringify(args),
          },
    );
  }
  return output;
}
