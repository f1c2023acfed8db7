// What a recorded Gemini answer says, and the same answer in the framing that a request wants.

import { asArray, asNumber, asObject, asString, type JsonObject } from '../../src/lib/json.ts';
import type { UpstreamAnswer } from './fake-upstream.ts';
import { gatherGeminiCalls } from './gather-gemini-calls.ts';
import { jsonObjects } from './json-objects.ts';

/** What must be the same in every dialect. */
export interface AnswerMeaning {
  readonly text: string;
  readonly calls: readonly { readonly name: string; readonly args: unknown }[];
  readonly ending: 'stop' | 'length' | 'calls' | 'other';
  readonly usage: AnswerUsage;
}

export interface AnswerUsage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  /** Thoughts included. */
  readonly outputTokens: number;
}

/** Reads the first candidate over all chunks. */
export function readGeminiAnswer(chunks: readonly JsonObject[]): AnswerMeaning {
  const candidates = chunks
    .flatMap((chunk) => jsonObjects(chunk['candidates']))
    .filter(({ index }) => (index ?? 0) === 0);
  const parts = candidates
    .flatMap(({ content }) => jsonObjects(asObject(content)?.['parts']))
    .filter(({ thought }) => thought !== true);
  const calls = gatherGeminiCalls(parts);
  return {
    text: parts.map(({ text }) => asString(text) ?? '').join(''),
    calls,
    ending:
      calls.length > 0
        ? 'calls'
        : endingOf(candidates.map(({ finishReason }) => finishReason).findLast(Boolean)),
    usage: readUsage(chunks.map(({ usageMetadata }) => asObject(usageMetadata) ?? {})),
  };
}

function endingOf(reason: unknown): AnswerMeaning['ending'] {
  if (reason === 'STOP' || reason === 1) return 'stop';
  return reason === 'MAX_TOKENS' || reason === 2 ? 'length' : 'other';
}

/** Counts are cumulative: the last object rules. `candidatesTokenCount` is without thoughts, prompts without tool use. */
function readUsage(all: readonly JsonObject[]): AnswerUsage {
  const last = all.findLast((usage) => Object.keys(usage).length > 0) ?? {};
  const count = (name: string): number => asNumber(last[name]) ?? 0;
  return {
    inputTokens: count('promptTokenCount') + count('toolUsePromptTokenCount'),
    cachedTokens: count('cachedContentTokenCount'),
    outputTokens: count('candidatesTokenCount') + count('thoughtsTokenCount'),
  };
}

/** The recorded answer as a whole, or as an event stream of its chunks. */
export function frameGeminiAnswer(
  chunks: readonly JsonObject[],
  stream: boolean,
): Omit<UpstreamAnswer, 'pieces'> & { body: Buffer } {
  const text = stream
    ? chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join('')
    : JSON.stringify(gather(chunks));
  const type = stream ? 'text/event-stream' : 'application/json; charset=UTF-8';
  return { status: 200, headers: { 'content-type': type }, body: Buffer.from(text) };
}

/** Chunks as one answer: parts one after another, everything else as the last chunk that has it says. */
function gather(chunks: readonly JsonObject[]): JsonObject {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const candidates = chunks.flatMap((chunk) => jsonObjects(chunk['candidates']));
  const parts = candidates.flatMap(({ content }) => asArray(asObject(content)?.['parts'])) as JsonObject[];
  const candidate = Object.assign({}, ...candidates, { content: { role: 'model', parts } }) as JsonObject;
  return { ...(Object.assign({}, ...chunks) as JsonObject), candidates: [candidate] };
}
