// Reads a Responses answer, whole or streamed.

import { asNumber, asObject, asString, tryParseJson, type JsonObject } from '../../src/lib/json.ts';
import type { AnswerMeaning } from './gemini-answer.ts';
import { jsonObjects } from './json-objects.ts';
import { readEventData } from './read-event-data.ts';

const TERMINALS = new Set(['response.completed', 'response.incomplete']);

/** Undefined when the body is no whole answer: no JSON, an error, a failure, or a stream without its terminal event. */
export function readResponsesAnswer(body: string, stream: boolean): AnswerMeaning | undefined {
  const response = stream ? lastResponse(body) : asObject(tryParseJson(body));
  if (response === undefined || (asObject(response['error']) ?? response['error']) != null) return undefined;
  if (response['status'] !== 'completed' && response['status'] !== 'incomplete') return undefined;
  const output = jsonObjects(response['output']);
  const calls = output.flatMap(readCall);
  const usage = asObject(response['usage']);
  return {
    text: output
      .filter(({ type }) => type === 'message')
      .flatMap(({ content }) => jsonObjects(content))
      .map(({ text, refusal }) => asString(text) ?? asString(refusal) ?? '')
      .join(''),
    calls,
    ending: output.some(isRefusal) ? 'other' : endingOf(response, calls.length > 0),
    usage: {
      inputTokens: asNumber(usage?.['input_tokens']) ?? 0,
      cachedTokens: asNumber(asObject(usage?.['input_tokens_details'])?.['cached_tokens']) ?? 0,
      outputTokens: asNumber(usage?.['output_tokens']) ?? 0,
    },
  };
}

function isRefusal({ content }: JsonObject): boolean {
  return jsonObjects(content).some(({ type }) => type === 'refusal');
}

function lastResponse(body: string): JsonObject | undefined {
  const last = readEventData(body)?.findLast((event) => event['type'] !== 'ping');
  return TERMINALS.has(asString(last?.['type']) ?? '') ? asObject(last?.['response']) : undefined;
}

/** Free text is told by other dialects as the one argument `input`. */
function readCall(item: JsonObject): AnswerMeaning['calls'] {
  const namespace = asString(item['namespace']);
  const bare = asString(item['name']) ?? '';
  const name = namespace === undefined ? bare : `${namespace}__${bare}`;
  if (item['type'] === 'custom_tool_call') return [{ name, args: { input: item['input'] ?? '' } }];
  const typed = /^(apply_patch|local_shell|shell|tool_search)_call$/u.exec(asString(item['type']) ?? '')?.[1];
  if (typed !== undefined && !isRunByProvider(item))
    return [{ name: typed, args: item['action'] ?? item['operation'] ?? item['arguments'] ?? {} }];
  if (item['type'] !== 'function_call') return [];
  const args = asString(item['arguments']) ?? '';
  return [{ name, args: args === '' ? {} : (tryParseJson(args) ?? args) }];
}

function isRunByProvider({ environment, execution }: JsonObject): boolean {
  const type = asObject(environment)?.['type'];
  return execution === 'server' || (type !== undefined && type !== 'local');
}

function endingOf(response: JsonObject, calls: boolean): AnswerMeaning['ending'] {
  if (response['status'] === 'incomplete')
    return asObject(response['incomplete_details'])?.['reason'] === 'max_output_tokens' ? 'length' : 'other';
  return calls ? 'calls' : 'stop';
}
