// Sound to be written down, for the models that do nothing else: the sound alone, and what is known of it as settings.
// https://ai.google.dev/gemini-api/docs/transcribe

import type { Loss } from '../../canon/loss.ts';
import type { Message } from '../../canon/request.ts';
import type { TranscriptionWishes } from '../../canon/transcription.ts';
import type { JsonObject } from '../../lib/json.ts';

/** The turns without their words: an instruction is for models that must be told what to do. */
export function soundAlone(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) => ({
    ...message,
    parts: message.parts.filter((part) => part.type === 'media'),
  }));
}

/** The fields of `generationConfig`. Google takes a list of words, not a text that went before. */
export function renderTranscriptionConfig(wishes: TranscriptionWishes, loss: Loss): JsonObject {
  if (wishes.prompt !== undefined) loss.add('prompt');
  const { language } = wishes;
  return language === undefined ? {} : { audioTranscriptionConfig: { languageCodes: [language] } };
}
