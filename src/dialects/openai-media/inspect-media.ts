// Looks at answers and events of OpenAI's smaller endpoints that pass through untouched. Builds no canon.

import type { Usage } from '../../canon/usage.ts';
import { asArray, asNumber, asObject, asString, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { EVERY_CANDIDATE } from '../candidate-bit.ts';
import type { Inspection } from '../dialect.ts';

/** Pictures: the whole answer, or one event of a stream. */
export function inspectImages(body: JsonValue): Inspection {
  const answer = asObject(body);
  const type = asString(answer?.['type']);
  const whole = asArray(answer?.['data']).some(isPicture);
  const finished = whole || type === 'image_generation.completed';
  return seen(answer, { content: finished || type === 'image_generation.partial_image', finished });
}

/** Events of speech; its whole answers are sound. */
export function inspectSpeech(body: JsonValue): Inspection {
  const event = asObject(body);
  const type = asString(event?.['type']);
  return seen(event, { content: type === 'speech.audio.delta', finished: type === 'speech.audio.done' });
}

/** Transcripts: the whole answer, or one event of a stream. Silence has none, and is an answer. */
export function inspectTranscript(body: JsonValue): Inspection {
  const answer = asObject(body);
  const type = asString(answer?.['type']);
  const done = type === 'transcript.text.done';
  const whole = type === undefined && typeof answer?.['text'] === 'string';
  const inspection = seen(answer, {
    content: whole || (type?.startsWith('transcript.text.') === true && !done),
    finished: whole || done,
  });
  return { ...inspection, answersWithoutContent: done };
}

/** Moderations: one result for each input. */
export function inspectModeration(body: JsonValue): Inspection {
  const answer = asObject(body);
  const judged = asArray(answer?.['results']).length > 0;
  return seen(answer, { content: judged, finished: judged });
}

function isPicture(item: unknown): boolean {
  const picture = asObject(item);
  return (asString(picture?.['b64_json']) ?? asString(picture?.['url']) ?? '') !== '';
}

function seen(
  body: JsonObject | undefined,
  { content, finished }: { readonly content: boolean; readonly finished: boolean },
): Inspection {
  return {
    hasContent: content,
    finished,
    told: 0,
    ended: finished ? EVERY_CANDIDATE : 0,
    last: false,
    answersWithoutContent: false,
    failed: false,
    usage: readUsage(body?.['usage']),
    model: asString(body?.['model']) || undefined,
    error: readError(body),
  };
}

/** Compatible services say it in a sentence, or leave the envelope out. */
function readError(body: JsonObject | undefined): JsonObject | undefined {
  const error = body?.['error'];
  if (typeof error === 'string' && error !== '') return { message: error };
  return asObject(error) ?? (body?.['type'] === 'error' || body?.['object'] === 'error' ? body : undefined);
}

function readUsage(usage: unknown): Usage | undefined {
  const raw = asObject(usage);
  const inputTokens = asNumber(raw?.['input_tokens']);
  const outputTokens = asNumber(raw?.['output_tokens']);
  const totalTokens = asNumber(raw?.['total_tokens']);
  if (raw === undefined || (inputTokens ?? outputTokens ?? totalTokens) === undefined) return undefined;
  return { inputTokens, outputTokens, totalTokens, raw };
}
