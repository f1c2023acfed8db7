// The older Completions: whole answers and streams. https://platform.openai.com/docs/api-reference/completions
import { asArray, asBoolean, asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import { splitModelName, type SimulatedFault } from '../faults.ts';
import type { BrokenStream, Reply, StreamPiece } from '../reply.ts';
import { splitIntoDeltas, think, type Thought } from '../simulated-mind.ts';
import type { Exchange } from '../simulated-world.ts';
import { createStableId } from '../stable-id.ts';
import { admit } from './admit.ts';
import { checkCount } from './check-count.ts';
import { invalidRequest, openaiError, openaiStatusError } from './errors.ts';
import { chatBlankFinish } from './finish.ts';
import { plainPrompt } from './plain-prompt.ts';

const CHAT_ONLY = /^(?:gpt-4|gpt-5|o\d|chatgpt)/u;
const MOST_CHOICES = 128;
const MOST_PROMPTS = 2048;
/** OpenAI's ceiling where the caller names none. */
const USUAL_TOKENS = 16;

/** Answers `/v1/completions`, whose credential is in order. */
export function answerCompletions(
  exchange: Exchange,
  body: JsonObject,
  fault: SimulatedFault | undefined,
): Reply {
  const model = exchange.call.model ?? '';
  if (exchange.path.startsWith('/v1/') && CHAT_ONLY.test(splitModelName(model).base)) {
    return openaiError(
      404,
      'This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?',
      'invalid_request_error',
      null,
      'model',
    );
  }
  const prompts = readPrompts(body['prompt']);
  if (prompts === undefined) {
    return invalidRequest("Invalid type for 'prompt': expected a string, strings or tokens.", 'prompt');
  }
  if (prompts.length > MOST_PROMPTS) {
    return invalidRequest(
      `Invalid 'prompt': array too long. Expected an array with maximum length ${MOST_PROMPTS}.`,
      'prompt',
      'array_above_max_length',
    );
  }
  const wrong = checkCount(body, 'n', 1, MOST_CHOICES);
  if (wrong) return wrong;
  const admission = admit(exchange, prompts, undefined);
  if (admission.refused) return admission.refused;
  const limits = {
    stopSequences: readStops(body['stop']),
    maxTokens: asNumber(body['max_tokens']) ?? USUAL_TOKENS,
    huge: fault?.fault === 'huge',
  };
  const blank = chatBlankFinish(fault);
  const perPrompt = fault?.fault === 'empty-candidates' ? 0 : (asNumber(body['n']) ?? 1);
  const echo = asBoolean(body['echo']) === true;
  const thoughts = prompts.map((prompt) => think(plainPrompt(prompt, limits)));
  const choices = thoughts.flatMap((thought, prompt) =>
    Array.from({ length: perPrompt }, (_, at) => ({
      index: prompt * perPrompt + at,
      text: blank === undefined ? (echo ? (prompts[prompt] ?? '') : '') + thought.text : '',
      finish: blank === undefined ? finishOf(thought) : blank,
    })),
  );
  const completionTokens = perPrompt * thoughts.reduce((sum, { answerTokens }) => sum + answerTokens, 0);
  const usage: JsonObject = {
    prompt_tokens: admission.promptTokens,
    completion_tokens: completionTokens,
    total_tokens: admission.promptTokens + completionTokens,
  };
  const head: JsonObject = {
    id: createStableId('cmpl-', `${prompts.join('\n')}\n${exchange.world.random()}`, 29),
    object: 'text_completion',
    created: Math.floor(exchange.world.clock.now() / 1000),
    model,
  };
  if (!exchange.call.stream) {
    const rendered = choices.map(({ index, text, finish }) => ({
      text,
      index,
      logprobs: null,
      finish_reason: finish,
    }));
    return {
      kind: 'json',
      status: 200,
      body: { ...head, choices: rendered, usage },
      headers: admission.headers,
    };
  }
  const withUsage = asBoolean(asObject(body['stream_options'])?.['include_usage']) === true;
  return {
    kind: 'stream',
    contentType: 'text/event-stream; charset=utf-8',
    pieces: renderPieces(head, choices, withUsage ? usage : undefined, fault?.fault),
    headers: admission.headers,
    broken: brokenCompletion,
  };
}

interface Choice {
  readonly index: number;
  readonly text: string;
  readonly finish: string | null;
}

function renderPieces(
  head: JsonObject,
  choices: readonly Choice[],
  usage: JsonObject | undefined,
  fault: string | undefined,
): StreamPiece[] {
  const pieces: StreamPiece[] = [];
  const push = (index: number, text: string, finish: string | null, role: StreamPiece['role']): void => {
    const choice = { text, index, logprobs: null, finish_reason: finish };
    const chunk = { ...head, choices: [choice], ...(usage && { usage: null }) };
    pieces.push({ text: `data: ${JSON.stringify(chunk)}\n\n`, role });
  };
  for (const { index, text } of choices)
    for (const delta of splitIntoDeltas(text)) push(index, delta, null, 'content');
  for (const { index, finish } of choices) push(index, '', finish, 'end');
  if (usage)
    pieces.push({ text: `data: ${JSON.stringify({ ...head, choices: [], usage })}\n\n`, role: 'end' });
  if (fault !== 'no-done') pieces.push({ text: 'data: [DONE]\n\n', role: 'end' });
  return pieces;
}

function readPrompts(prompt: unknown): string[] | undefined {
  if (prompt === undefined || prompt === null) return ['<|endoftext|>'];
  if (typeof prompt === 'string') return [prompt];
  const list = asArray(prompt);
  if (list.length === 0) return undefined;
  if (list.every((item) => typeof item === 'number')) return [JSON.stringify(list)];
  const texts = list.map((item) =>
    typeof item === 'string' ? item : Array.isArray(item) ? JSON.stringify(item) : undefined,
  );
  return texts.some((text) => text === undefined) ? undefined : texts.filter((text) => text !== undefined);
}

function readStops(stop: unknown): string[] {
  if (typeof stop === 'string') return [stop];
  return asArray(stop).flatMap((item) => asString(item) ?? []);
}

function finishOf(thought: Thought): string {
  return thought.finish === 'length' ? 'length' : 'stop';
}

const serverError = openaiStatusError(500, undefined).body;

const brokenCompletion: BrokenStream = {
  errorEvent: () => `data: ${JSON.stringify(serverError)}\n\n`,
  rawError: () => `${JSON.stringify(serverError, null, 2)}\n`,
  malformed: () => 'data: {"id":"cmpl-x","object":"text_completion","choices":[{"te\n\n',
  errorReply: (status) => openaiStatusError(status, undefined),
};
