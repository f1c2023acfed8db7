// Reads a Chat Completions answer, whole or streamed.

import { asNumber, asObject, asString, tryParseJson, type JsonObject } from '../../src/lib/json.ts';
import type { AnswerMeaning } from './gemini-answer.ts';
import { jsonObjects } from './json-objects.ts';

/** Undefined when the body is no whole answer: no JSON, an error, or a stream without its `[DONE]`. */
export function readOpenaiAnswer(body: string, stream: boolean): AnswerMeaning | undefined {
  const chunks = stream ? readStream(body) : readWhole(body);
  if (chunks === undefined || chunks.some((chunk) => chunk['error'] !== undefined)) return undefined;
  const choices = chunks.flatMap((chunk) => jsonObjects(chunk['choices'])).filter(({ index }) => index === 0);
  const messages = choices.map((choice) => asObject(choice['delta'] ?? choice['message']) ?? {});
  const usage = chunks.map((chunk) => asObject(chunk['usage'])).findLast((found) => found !== undefined);
  return {
    text: messages.map(({ content }) => asString(content) ?? '').join(''),
    calls: gatherCalls(messages),
    ending: endingOf(choices.map((choice) => choice['finish_reason']).findLast(Boolean)),
    usage: {
      inputTokens: asNumber(usage?.['prompt_tokens']) ?? 0,
      cachedTokens: asNumber(asObject(usage?.['prompt_tokens_details'])?.['cached_tokens']) ?? 0,
      outputTokens: asNumber(usage?.['completion_tokens']) ?? 0,
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
  for (const item of messages.flatMap((message) => jsonObjects(message['tool_calls']))) {
    const key = item['index'] ?? item;
    const call = calls.get(key) ?? { name: '', args: '' };
    const { name, arguments: args } = asObject(item['function']) ?? {};
    calls.set(key, { name: call.name + (asString(name) ?? ''), args: call.args + (asString(args) ?? '') });
  }
  return [...calls.values()].map(({ name, args }) => ({
    name,
    args: args === '' ? {} : (tryParseJson(args) ?? args),
  }));
}

function endingOf(reason: unknown): AnswerMeaning['ending'] {
  switch (reason) {
    case 'stop':
    case 'length':
      return reason;
    case 'tool_calls':
      return 'calls';
    default:
      return 'other';
  }
}
