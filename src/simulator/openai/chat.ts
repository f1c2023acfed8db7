// Chat Completions: whole answers and streams. https://platform.openai.com/docs/api-reference/chat
import { asArray, asBoolean, asNumber, asObject, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { splitModelName, type SimulatedFault } from '../faults.ts';
import type { BrokenStream, Reply, StreamPiece } from '../reply.ts';
import { splitIntoDeltas, think, type Thought } from '../simulated-mind.ts';
import type { Exchange } from '../simulated-world.ts';
import { createStableId } from '../stable-id.ts';
import { checkChatRequest } from './check-request.ts';
import { admit } from './admit.ts';
import { openaiStatusError } from './errors.ts';
import { chatBlankFinish } from './finish.ts';
import { readChatPrompt } from './read-prompt.ts';
import { chatCitation } from './web-search.ts';

/** Answers `/v1/chat/completions`, whose credential is in order. */
export function answerChat(exchange: Exchange, body: JsonObject, fault: SimulatedFault | undefined): Reply {
  const model = exchange.call.model ?? '';
  const { base } = splitModelName(model);
  const wrong = checkChatRequest(body, base, exchange.path.startsWith('/v1/'));
  if (wrong) return wrong;
  const admission = admit(exchange, asArray(body['messages']), body['tools']);
  if (admission.refused) return admission.refused;
  const prompt = { ...readChatPrompt(body, base, fault?.fault === 'huge'), script: exchange.script };
  const thought = think(prompt);
  const created = Math.floor(exchange.world.clock.now() / 1000);
  const id = createStableId('chatcmpl-', `${prompt.lastUserText}\n${exchange.world.random()}`, 29);
  const completion: Completion = {
    id,
    created,
    model,
    thought,
    showsReasoning: base.includes('reasoner'),
    finish: chatBlankFinish(fault) ?? finishOf(thought),
    blank: chatBlankFinish(fault) !== undefined,
    choiceCount: fault?.fault === 'empty-candidates' ? 0 : (asNumber(body['n']) ?? 1),
    annotations:
      body['web_search_options'] === undefined || thought.text === '' ? [] : [chatCitation(thought.text)],
    usage:
      fault?.fault === 'no-usage'
        ? undefined
        : usageOf(thought, admission.promptTokens, admission.cachedTokens),
  };
  if (!exchange.call.stream)
    return { kind: 'json', status: 200, body: renderWhole(completion), headers: admission.headers };
  const includeUsage = asBoolean(asObject(body['stream_options'])?.['include_usage']) === true;
  const pieces = renderPieces(completion, includeUsage, fault?.fault);
  return {
    kind: 'stream',
    contentType: 'text/event-stream; charset=utf-8',
    pieces,
    headers: admission.headers,
    broken: brokenChat,
  };
}

interface Completion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly thought: Thought;
  readonly showsReasoning: boolean;
  readonly finish: string | null;
  readonly blank: boolean;
  readonly choiceCount: number;
  readonly annotations: JsonObject[];
  readonly usage: JsonObject | undefined;
}

function finishOf(thought: Thought): string {
  if (thought.finish === 'length') return 'length';
  return thought.calls.length > 0 ? 'tool_calls' : 'stop';
}

function usageOf(thought: Thought, promptTokens: number, cachedTokens: number): JsonObject {
  const completionTokens = thought.answerTokens + thought.thoughtTokens;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: thought.thoughtTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function callsOf(completion: Completion): { id: string; name: string; args: string }[] {
  return completion.thought.calls.map(({ name, args }, index) => ({
    id: createStableId('call_', `${completion.id}\n${index}`),
    name,
    args: JSON.stringify(args),
  }));
}

function renderWhole(completion: Completion): JsonObject {
  const { thought, blank } = completion;
  const message: JsonObject = {
    role: 'assistant',
    content: blank || thought.text === '' ? null : thought.text,
    refusal: null,
    annotations: completion.annotations,
  };
  if (completion.showsReasoning && thought.thoughts !== '') message['reasoning_content'] = thought.thoughts;
  const calls = blank ? [] : callsOf(completion);
  if (calls.length > 0) {
    message['tool_calls'] = calls.map(({ id, name, args }) => ({
      id,
      type: 'function',
      function: { name, arguments: args },
    }));
  }
  const choices: JsonValue[] = Array.from({ length: completion.choiceCount }, (_, index) => ({
    index,
    message,
    logprobs: null,
    finish_reason: completion.finish,
  }));
  const body: JsonObject = { ...head(completion, 'chat.completion'), choices };
  if (completion.usage) body['usage'] = completion.usage;
  return body;
}

function head(completion: Completion, object: string): JsonObject {
  const { id, created, model } = completion;
  return { id, object, created, model, service_tier: 'default', system_fingerprint: 'fp_simulated' };
}

function renderPieces(
  completion: Completion,
  includeUsage: boolean,
  fault: string | undefined,
): StreamPiece[] {
  const pieces: StreamPiece[] = [];
  const start = head(completion, 'chat.completion.chunk');
  const push = (choices: JsonValue, role: StreamPiece['role'], usage: JsonObject | null = null): void => {
    const body = includeUsage ? { ...start, choices, usage } : { ...start, choices };
    pieces.push({ text: `data: ${JSON.stringify(body)}\n\n`, role });
  };
  const delta = (change: JsonObject, index = 0): void =>
    push([{ index, delta: change, logprobs: null, finish_reason: null }], 'content');
  const { thought, choiceCount } = completion;
  for (let index = 0; index < choiceCount; index++) {
    delta(
      {
        role: 'assistant',
        content: thought.calls.length > 0 && !completion.blank ? null : '',
        refusal: null,
      },
      index,
    );
    if (completion.blank) continue;
    if (completion.showsReasoning)
      for (const text of splitIntoDeltas(thought.thoughts)) delta({ reasoning_content: text }, index);
    for (const text of splitIntoDeltas(thought.text)) delta({ content: text }, index);
    if (completion.annotations.length > 0) delta({ annotations: completion.annotations }, index);
    for (const [at, call] of callsOf(completion).entries()) {
      const opening = {
        index: at,
        id: call.id,
        type: 'function',
        function: { name: call.name, arguments: '' },
      };
      delta({ tool_calls: [opening] }, index);
      for (const text of splitIntoDeltas(call.args))
        delta({ tool_calls: [{ index: at, function: { arguments: text } }] }, index);
    }
  }
  for (let time = 0; time < (fault === 'two-terminals' ? 2 : 1); time++) {
    for (let index = 0; index < choiceCount; index++) {
      push([{ index, delta: {}, logprobs: null, finish_reason: completion.finish }], 'end');
    }
  }
  if (includeUsage && completion.usage) push([], 'end', completion.usage);
  if (fault !== 'no-done') pieces.push({ text: 'data: [DONE]\n\n', role: 'end' });
  return pieces;
}

const serverError = openaiStatusError(500, undefined).body;

const brokenChat: BrokenStream = {
  errorEvent: () => `data: ${JSON.stringify(serverError)}\n\n`,
  rawError: () => `${JSON.stringify(serverError, null, 2)}\n`,
  malformed: () => 'data: {"id":"chatcmpl-x","object":"chat.completion.chunk","choices":[{"ind\n\n',
  errorReply: (status) => openaiStatusError(status, undefined),
};
