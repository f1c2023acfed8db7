// `/v1/audio/speech`: body → canonical request.
// https://platform.openai.com/docs/api-reference/audio/createSpeech

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { SpeechFormat } from '../../canon/speech.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readNumber, readString, refuse, requireString } from '../openai-field-reader.ts';
import { nameLostFields } from './lost-fields.ts';

/** `format` is the wish: what would take an encoder is answered as the model made it. */
export interface SpeechCall {
  readonly request: CanonRequest;
  readonly format: SpeechFormat;
}

/** OpenAI's own ceiling. */
const LONGEST_INPUT = 4096;
const FORMATS: ReadonlySet<string> = new Set(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']);

const carried = new Set('model input voice instructions response_format speed stream_format'.split(' '));

/** Throws GatewayError `invalid_request` with the field's name in `param`. */
export function parseSpeechRequest(body: JsonObject, model: string, loss: Loss): SpeechCall {
  const input = requireString(body, 'input');
  if (input.length > LONGEST_INPUT) {
    throw refuse('input', `at most ${LONGEST_INPUT} characters`, input.length);
  }
  const voice = requireString(body, 'voice');
  const style = readString(body, 'instructions');
  const format = readFormat(body);
  const speed = readNumber(body, 'speed') ?? 1;
  if (speed < 0.25 || speed > 4) throw refuse('speed', 'a number between 0.25 and 4', speed);
  // Pace is a matter of words for the models that can be told it at all.
  if (speed !== 1) loss.add('speed');
  nameLostFields(body, carried, {}, loss);
  return {
    format,
    request: {
      model,
      system: [],
      messages: [{ role: 'user', parts: [{ type: 'text', text: input }] }],
      tools: [],
      sampling: {},
      stop: [],
      outputModalities: ['audio'],
      speech: { voice, style, format },
      stream: false,
      includeUsage: false,
    },
  };
}

/** True when events are asked for; throws for what is neither form. */
export function wantsSpeechEvents(body: JsonObject): boolean {
  const format = readString(body, 'stream_format');
  if (format === undefined || format === 'audio') return false;
  if (format === 'sse') return true;
  throw refuse('stream_format', 'audio or sse', format);
}

function readFormat(body: JsonObject): SpeechFormat {
  const format = readString(body, 'response_format') ?? 'mp3';
  if (isFormat(format)) return format;
  throw refuse('response_format', 'mp3, opus, aac, flac, wav or pcm', format);
}

function isFormat(word: string): word is SpeechFormat {
  return FORMATS.has(word);
}
