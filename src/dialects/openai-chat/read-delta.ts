// A `delta` of a stream, or the `message` of a whole answer, into a candidate's writer. The two have the same fields.
// https://platform.openai.com/docs/api-reference/chat-streaming/streaming

import type { Citation, MediaPart } from '../../canon/content.ts';
import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import type { CandidateWriter } from './candidate-writer.ts';
import type { CallDelta } from './call-writer.ts';
import { parseSignature } from './parse-tool-call.ts';
import { readReasoningDetails } from './reasoning-details.ts';

/** Reads one of them. `whole`: each entry of `tool_calls` is a call of its own. */
export function readDelta(
  delta: JsonObject,
  writer: CandidateWriter,
  logprobs: JsonValue | undefined,
  whole: boolean,
): void {
  readReasoning(delta, writer);
  readContent(delta['content'], writer, logprobs);
  writer.sign(parseSignature(delta));
  writer.refusal(asString(delta['refusal']) ?? '');
  readAudio(delta['audio'], writer);
  for (const image of asArray(delta['images'])) readImage(image, writer);
  for (const item of asArray(delta['annotations'])) readAnnotation(item, writer);
  readCalls(delta, writer, whole);
}

/** Reads what a delta or message has of tool calls, and nothing else of it. */
export function readCalls(delta: JsonObject, writer: CandidateWriter, whole: boolean): void {
  const calls = asObject(delta['tool_calls']) ? [delta['tool_calls']] : asArray(delta['tool_calls']);
  for (const item of calls) {
    const call = asObject(item);
    if (call) writer.call(readCall(call), whole);
  }
  const legacy = asObject(delta['function_call']);
  if (legacy) writer.call(readCall({ index: 0, function: legacy }), false);
}

/** True when the delta carries something for the caller. */
export function hasContent(delta: JsonObject): boolean {
  for (const name of ['content', 'refusal', 'reasoning_content', 'reasoning'] as const) {
    const value = delta[name];
    if ((typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0))
      return true;
  }
  for (const name of ['tool_calls', 'images', 'reasoning_details'] as const) {
    if (asArray(delta[name]).length > 0) return true;
  }
  return asObject(delta['function_call']) !== undefined || asObject(delta['audio']) !== undefined;
}

/** The same thoughts come under several names at once; the first that is there counts. */
function readReasoning(delta: JsonObject, writer: CandidateWriter): void {
  const said = asString(delta['reasoning_content']) ?? asString(delta['reasoning']);
  const details = readReasoningDetails(delta['reasoning_details']);
  writer.reasoning(said ?? details?.text ?? '');
  writer.proof(details?.signature, details?.redactedData);
}

/** Text, or a list of parts, among them Mistral's thoughts: https://docs.mistral.ai/capabilities/reasoning/ */
function readContent(
  content: JsonValue | undefined,
  writer: CandidateWriter,
  logprobs: JsonValue | undefined,
): void {
  if (!Array.isArray(content)) {
    writer.text(asString(content) ?? '', logprobs);
    return;
  }
  let tokens = logprobs;
  for (const item of content) {
    const part = asObject(item);
    const type = asString(part?.['type']);
    if (type === 'thinking') writer.reasoning(readThinking(part?.['thinking']));
    else if (type === 'image_url') readImage(item, writer);
    else if (type === 'refusal') writer.refusal(asString(part?.['refusal']) ?? '');
    else {
      writer.text(asString(part?.['text']) ?? asString(item) ?? '', tokens);
      tokens = undefined;
    }
  }
}

function readThinking(thinking: JsonValue | undefined): string {
  if (typeof thinking === 'string') return thinking;
  return asArray(thinking)
    .map((chunk) => asString(asObject(chunk)?.['text']) ?? '')
    .join('');
}

/** What is said aloud is told in writing too. */
function readAudio(value: JsonValue | undefined, writer: CandidateWriter): void {
  const audio = asObject(value);
  writer.audio(asString(audio?.['data']) ?? '');
  writer.text(asString(audio?.['transcript']) ?? '', undefined);
}

/** https://openrouter.ai/docs/features/multimodal/image-generation */
function readImage(value: unknown, writer: CandidateWriter): void {
  const holder = asObject(value)?.['image_url'];
  const url = asString(asObject(holder)?.['url']) ?? asString(holder);
  if (url === undefined || url === '') return;
  const [, mimeType, data] = /^data:([^;,]*)[^,]*;base64,(.*)$/su.exec(url) ?? [];
  const part: MediaPart =
    data === undefined
      ? { type: 'media', kind: 'image', source: { type: 'url', url } }
      : { type: 'media', kind: 'image', mimeType: mimeType || undefined, source: { type: 'inline', data } };
  writer.image(part, url);
}

function readAnnotation(value: unknown, writer: CandidateWriter): void {
  const annotation = asObject(value);
  const source = asObject(annotation?.['url_citation']) ?? annotation;
  const url = asString(source?.['url']);
  if (url === undefined) return;
  writer.cite({
    url,
    ...text('title', source?.['title']),
    ...text('citedText', source?.['content']),
    ...offset('start', source?.['start_index']),
    ...offset('end', source?.['end_index']),
  });
}

function text(name: 'title' | 'citedText', value: unknown): Citation {
  const found = asString(value) ?? '';
  return found === '' ? {} : { [name]: found };
}

function offset(name: 'start' | 'end', value: unknown): Citation {
  const found = asNumber(value);
  return found === undefined ? {} : { [name]: found };
}

function readCall(item: JsonObject): CallDelta {
  const custom = asObject(item['custom']);
  const inner = custom ?? asObject(item['function']) ?? {};
  const text = inner[custom === undefined ? 'arguments' : 'input'];
  return {
    index: asNumber(item['index']),
    id: asString(item['id']) || undefined,
    name: asString(inner['name']) || undefined,
    text: typeof text === 'string' ? text : readParsed(text),
    custom: custom !== undefined,
    signature: parseSignature(item),
  };
}

/** Some services send the arguments as the object that they stand for. */
function readParsed(value: JsonValue | undefined): string {
  return asObject(value) === undefined ? '' : JSON.stringify(value);
}
