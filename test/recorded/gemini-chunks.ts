// Reads a Gemini response, whole or streamed in either framing, into its objects. Written anew for the replay: a reader
// shared with the gateway would share its mistakes.

import { asArray, asObject, isObject, tryParseJson, type JsonObject } from '../../src/lib/json.ts';

/** The response objects in order; undefined when something in the body is no JSON object. */
export function readGeminiChunks(body: Buffer): readonly JsonObject[] | undefined {
  const text = body.toString('utf8').trim();
  const values = /^[[{]/u.test(text) ? readPlain(text) : readEvents(text);
  return values?.every(isObject) === true ? values : undefined;
}

function readPlain(text: string): readonly unknown[] | undefined {
  const value = tryParseJson(text);
  return Array.isArray(value) ? value : value === undefined ? undefined : [value];
}

function readEvents(text: string): readonly unknown[] {
  return text
    .split(/\r?\n\r?\n/u)
    .filter((event) => event.trim() !== '')
    .map((event) => tryParseJson(dataOf(event)));
}

/** An event without any `data:` line is a bare body: Google tells of errors so. */
function dataOf(event: string): string {
  const lines = event.split(/\r?\n/u);
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice('data:'.length));
  return (data.length === 0 ? lines : data).join('\n');
}

/** True when the answer says itself that it is whole: every candidate finished, or the prompt refused. */
export function isWhole(chunks: readonly JsonObject[]): boolean {
  const finished = new Set<unknown>();
  const seen = new Set<unknown>();
  for (const chunk of chunks) {
    const feedback = asObject(chunk['promptFeedback']);
    if ((feedback?.['blockReason'] ?? feedback?.['blockReasonMessage']) !== undefined) return true;
    for (const item of asArray(chunk['candidates'])) {
      const candidate = asObject(item);
      const index = candidate?.['index'] ?? 0;
      seen.add(index);
      const reason = candidate?.['finishReason'];
      if (reason !== undefined && reason !== null && reason !== 0) finished.add(index);
    }
  }
  return seen.size > 0 && finished.size === seen.size;
}
