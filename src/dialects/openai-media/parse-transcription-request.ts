// `/v1/audio/transcriptions` and `/v1/audio/translations`: a form → canonical request.
// https://platform.openai.com/docs/api-reference/audio/createTranscription

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { TranscriptionWishes } from '../../canon/transcription.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import { refuse } from '../openai-field-reader.ts';
import { fieldOf, type UploadedFile, type UploadForm } from './upload-form.ts';

/**
 * Words of `response_format`. The last three need times, which no conversation tells:
 * https://platform.openai.com/docs/api-reference/audio/createTranscription
 */
export type TranscriptionFormat = 'json' | 'text' | 'verbose_json' | 'srt' | 'vtt' | 'diarized_json';

/** The sound is the request's last message, as base64. */
export interface TranscriptionCall {
  readonly request: CanonRequest;
  readonly form: TranscriptionForm;
}

/** The form that the answer is to have. */
export interface TranscriptionForm {
  readonly format: TranscriptionFormat;
  readonly task: TranscriptionWishes['task'];
  readonly language: string | undefined;
}

const FORMATS: ReadonlySet<string> = new Set(['json', 'text', 'verbose_json', 'srt', 'vtt', 'diarized_json']);

const carried = new Set('model file language prompt response_format temperature stream'.split(' '));

/** What clients call files whose type they do not tell. */
const typeByEnding: ReadonlyMap<string, string> = new Map([
  ['aac', 'audio/aac'],
  ['aiff', 'audio/aiff'],
  ['flac', 'audio/flac'],
  ['m4a', 'audio/m4a'],
  ['mp3', 'audio/mp3'],
  ['mp4', 'audio/mp4'],
  ['mpeg', 'audio/mpeg'],
  ['mpga', 'audio/mpeg'],
  ['ogg', 'audio/ogg'],
  ['opus', 'audio/ogg'],
  ['wav', 'audio/wav'],
  ['webm', 'audio/webm'],
]);

/** The format of the answer; throws for one that OpenAI does not have either. */
export function readTranscriptionFormat(form: UploadForm): TranscriptionFormat {
  const format = fieldOf(form, 'response_format') ?? 'json';
  if (isFormat(format)) return format;
  throw refuse('response_format', 'json, text, srt, verbose_json, vtt or diarized_json', format);
}

/** True when events are asked for; throws for what is neither `true` nor `false`. */
export function wantsTranscriptEvents(form: UploadForm): boolean {
  const stream = fieldOf(form, 'stream')?.toLowerCase() ?? 'false';
  if (['true', '1'].includes(stream)) return true;
  if (['false', '0'].includes(stream)) return false;
  throw refuse('stream', 'true or false', stream);
}

/**
 * Throws GatewayError `invalid_request` with the field's name in `param`, and `not_supported` for formats that are
 * nothing without times: no model that is asked in words knows when a word was said.
 */
export function parseTranscriptionRequest(
  form: UploadForm,
  model: string,
  task: TranscriptionWishes['task'],
  loss: Loss,
): TranscriptionCall {
  const format = readTranscriptionFormat(form);
  if (format === 'srt' || format === 'vtt' || format === 'diarized_json') {
    const message = `${model} cannot tell when a word was said, or by whom: ask for json or text instead of ${format}.`;
    throw new GatewayError('not_supported', message, { param: 'response_format' });
  }
  // Its text is carried, its times and segments are not.
  if (format === 'verbose_json') loss.add('response_format');
  const file = readFile(form);
  const language = fieldOf(form, 'language');
  const prompt = fieldOf(form, 'prompt');
  for (const name of form.fields.keys()) {
    if (!carried.has(name)) loss.add(/^[\w.-]{1,64}$/u.test(name) ? name : 'an unknown field');
  }
  const wishes: TranscriptionWishes = { task, language, prompt };
  return {
    form: { format, task, language },
    request: {
      model,
      system: [],
      messages: [
        {
          role: 'user',
          parts: [
            {
              type: 'media',
              kind: 'audio',
              mimeType: mimeTypeOf(file),
              source: { type: 'inline', data: file.bytes.toString('base64') },
            },
            { type: 'text', text: instruct(wishes) },
          ],
        },
      ],
      tools: [],
      sampling: { temperature: readTemperature(form) },
      stop: [],
      transcription: wishes,
      stream: wantsTranscriptEvents(form),
      includeUsage: true,
    },
  };
}

function readFile({ file }: UploadForm): UploadedFile {
  if (file === undefined) throw refuse('file', 'a file with sound');
  if (file.bytes.length === 0) throw refuse('file', 'a file that is not empty');
  return file;
}

function mimeTypeOf({ name, mimeType }: UploadedFile): string {
  const told = mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (told.startsWith('audio/')) return told;
  // Browsers call a recording without a picture a video, because of what it is packed in.
  if (told.startsWith('video/')) return told.replace('video/', 'audio/');
  const known = typeByEnding.get(/\.([a-z\d]+)$/iu.exec(name)?.[1]?.toLowerCase() ?? '');
  if (known !== undefined) return known;
  throw refuse('file', `sound whose name or type tells its format (${[...typeByEnding.keys()].join(', ')})`);
}

function readTemperature(form: UploadForm): number | undefined {
  const text = fieldOf(form, 'temperature');
  if (text === undefined) return undefined;
  const temperature = Number(text);
  if (temperature >= 0 && temperature <= 1) return temperature;
  throw refuse('temperature', 'a number between 0 and 1', text);
}

function instruct({ task, language, prompt }: TranscriptionWishes): string {
  const sentences = [
    task === 'translate'
      ? 'Translate what is said in this recording into English.'
      : 'Transcribe this recording word for word, in the language that is spoken.',
    'Answer with that text alone: no introduction, no remarks, no times, no names of speakers.',
    'If nothing is said, answer with nothing.',
  ];
  if (language !== undefined) sentences.push(`The language spoken is ${JSON.stringify(language)}.`);
  if (prompt !== undefined) {
    sentences.push(`For spelling and style, this may go before or occur in it: ${JSON.stringify(prompt)}.`);
  }
  return sentences.join(' ');
}

function isFormat(word: string): word is TranscriptionFormat {
  return FORMATS.has(word);
}
