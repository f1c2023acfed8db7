// What a text to be read aloud becomes: contents and settings of Google's speech models.
// https://ai.google.dev/gemini-api/docs/speech-generation

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { SpeechFormat, SpeechWishes } from '../../canon/speech.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readsVerbatim } from './media-models.ts';
import { geminiVoice } from './voices.ts';

/** Google's words for the formats that it encodes. Plain samples and WAV need no encoder: those are made here. */
const encodings: Partial<Record<SpeechFormat, string>> = { mp3: 'AUDIO_MP3', opus: 'AUDIO_OGG_OPUS' };

/** The one turn: the text, and beside it or, for older models, before it the manner in which to read it. */
export function renderSpeechContents(
  request: CanonRequest,
  { style }: SpeechWishes,
  model: string,
): JsonObject[] {
  const said = request.messages.flatMap(({ parts }) => parts);
  const text = said.map((part) => (part.type === 'text' ? part.text : '')).join('');
  if (style === undefined || style === '') return [{ role: 'user', parts: [{ text }] }];
  if (readsVerbatim(model)) return [{ role: 'user', parts: [{ text, speechMetadata: { style } }] }];
  return [
    {
      role: 'user',
      parts: [{ text: `Read the following text aloud. Manner of reading: ${style}\n\n${text}` }],
    },
  ];
}

/** The fields of `generationConfig`. A format that comes out otherwise, and a voice that is a stand-in, are named as lost. */
export function renderSpeechConfig(wishes: SpeechWishes, model: string, loss: Loss): JsonObject {
  const voice = geminiVoice(wishes.voice);
  if (voice.standIn) loss.add('voice');
  const encoding = readsVerbatim(model) ? encodings[wishes.format] : undefined;
  if (encoding === undefined && wishes.format !== 'wav' && wishes.format !== 'pcm')
    loss.add('response_format');
  return {
    responseModalities: ['AUDIO'],
    speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice.name } } },
    ...(encoding !== undefined && { responseFormat: { audio: { mimeType: encoding } } }),
  };
}
