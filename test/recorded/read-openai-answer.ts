// Reads a Chat Completions answer, whole or streamed.

import { asNumber, asObject, asString, tryParseJson, type JsonObject } from '../../src/lib/json.ts';
import type { AnswerMeaning } from './gemini-answer.ts';
import { jsonObjects } from './json-objects.ts';

/** Undefined when the body is no whole answer: no JSON, an error, no finish, or a stream without its `[DONE]`. */
export function readOpenaiAnswer(body: string, stream: boolean): AnswerMeaning | undefined {
  const chunks = stream ? readStream(body) : readWhole(body);
  if (chunks === undefined || chunks.some(({ error, object }) => error !== undefined || object === 'error'))
    return undefined;
  const choices = chunks.flatMap((chunk) => jsonObjects(chunk['choices'])).filter(({ index }) => index === 0);
  const messages = choices.map((choice) => asObject(choice['delta'] ?? choice['message']) ?? {});
  const finish = choices.map((choice) => choice['finish_reason']).findLast(Boolean);
  const usage = chunks.map((chunk) => asObject(chunk['usage'])).findLast((found) => found !== undefined);
  const calls = gatherCalls(messages);
  // Whole calls, the usage and `[DONE]` say that it is done even where a service forgets the reason.
  if (finish === undefined && !(stream && calls.length > 0 && usage !== undefined)) return undefined;
  const refused = messages.some(({ refusal }) => (asString(refusal) ?? '') !== '');
  return {
    text: messages
      .map(({ content, refusal, audio }) => textOf(content) + (asString(refusal) ?? '') + transcriptOf(audio))
      .join(''),
    calls,
    ending: refused ? 'other' : endingOf(finish, calls.length > 0),
    usage: {
      inputTokens: asNumber(usage?.['prompt_tokens']) ?? 0,
      cachedTokens: asNumber(asObject(usage?.['prompt_tokens_details'])?.['cached_tokens']) ?? 0,
      outputTokens: countOutput(usage),
    },
  };
}

function readWhole(body: string): readonly JsonObject[] | undefined {
  const answer = asObject(tryParseJson(body));
  return answer === undefined ? undefined : [answer];
}

function readStream(body: string): readonly JsonObject[] | undefined {
  const data = body
    .split('\n')
    .flatMap((line) => (line.startsWith('data: ') ? [line.slice('data: '.length)] : []));
  return data.at(-1) === '[DONE]'
    ? data.slice(0, -1).map((text) => asObject(tryParseJson(text)) ?? { error: text })
    : undefined;
}

/** Deltas of one call share its index; whole answers have none, and each call stands for itself. */
function gatherCalls(messages: readonly JsonObject[]): AnswerMeaning['calls'] {
  const calls = new Map<unknown, { name: string; args: string }>();
  const items = messages.flatMap((message) => {
    const legacy = asObject(message['function_call']);
    return [
      ...jsonObjects(message['tool_calls']),
      ...(legacy ? [{ index: 'legacy', function: legacy }] : []),
    ];
  });
  for (const item of items) {
    const key = item['index'] ?? item;
    const call = calls.get(key) ?? { name: '', args: '' };
    const { name, arguments: args } = asObject(item['function']) ?? {};
    // Some services say the whole name again with every piece.
    const more = asString(name) === call.name ? '' : (asString(name) ?? '');
    calls.set(key, { name: call.name + more, args: call.args + (asString(args) ?? '') });
  }
  return [...calls.values()].map(({ name, args }) => ({
    name,
    args: args === '' ? {} : (tryParseJson(args) ?? args),
  }));
}

/** Some services count reasoning beside the completion, which only their total tells. */
function countOutput(usage: JsonObject | undefined): number {
  const count = (value: unknown): number => asNumber(value) ?? 0;
  const completion = count(usage?.['completion_tokens']);
  const reasoning = count(asObject(usage?.['completion_tokens_details'])?.['reasoning_tokens']);
  const isBeside =
    count(usage?.['total_tokens']) === count(usage?.['prompt_tokens']) + completion + reasoning;
  return isBeside ? completion + reasoning : completion;
}

function transcriptOf(audio: unknown): string {
  return asString(asObject(audio)?.['transcript']) ?? '';
}

/** Some services answer in parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return jsonObjects(content)
    .filter(({ type }) => type === 'text')
    .map(({ text }) => asString(text) ?? '')
    .join('');
}

/** A forced call ends in `stop` at OpenAI, and every call does at some others. */
function endingOf(reason: unknown, calls: boolean): AnswerMeaning['ending'] {
  switch (reason) {
    case 'stop':
    case 'tool_calls':
    case 'function_call':
    case undefined:
      return calls ? 'calls' : 'stop';
    case 'length':
      return 'length';
    default:
      return 'other';
  }
}
