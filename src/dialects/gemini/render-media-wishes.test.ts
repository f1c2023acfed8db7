// What pictures, speech and transcripts are asked to be like, in Google's words.

import { describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { SpeechFormat } from '../../canon/speech.ts';
import { readsVerbatim } from './media-models.ts';
import { renderImageConfig } from './render-image-config.ts';
import { renderSpeechConfig } from './render-speech.ts';
import { geminiVoice } from './voices.ts';

describe('the size of a picture', () => {
  const NEW = 'gemini-3.1-flash-image';
  it.each([
    [1024, 1024, NEW, { aspectRatio: '1:1' }, []],
    [2048, 2048, NEW, { aspectRatio: '1:1', imageSize: '2K' }, []],
    [4096, 4096, NEW, { aspectRatio: '1:1', imageSize: '4K' }, []],
    [1536, 1024, NEW, { aspectRatio: '3:2' }, ['size']],
    [1024, 1536, NEW, { aspectRatio: '2:3' }, ['size']],
    [1792, 1024, NEW, { aspectRatio: '16:9' }, ['size']],
    [3840, 2160, NEW, { aspectRatio: '16:9', imageSize: '2K' }, ['size']],
    [256, 256, NEW, { aspectRatio: '1:1' }, ['size']],
    [10_000, 100, NEW, { aspectRatio: '21:9' }, ['size']],
    [2048, 2048, 'gemini-2.5-flash-image', { aspectRatio: '1:1' }, ['size']],
  ] as const)('%i × %i on %s', (width, height, model, config, lost) => {
    const loss = createLoss();
    expect(renderImageConfig({ width, height }, model, loss)).toEqual(config);
    expect([...loss.items]).toEqual(lost);
  });
});

describe('the voice', () => {
  it.each([
    ['alloy', 'Kore', true],
    ['CEDAR', 'Rasalgethi', true],
    ['kore', 'Kore', false],
    ['Zubenelgenubi', 'Zubenelgenubi', false],
    ['voice_of_tomorrow', 'voice_of_tomorrow', false],
  ])('%s is %s', (asked, name, standIn) => {
    expect(geminiVoice(asked)).toEqual({ name, standIn });
  });
});

describe('the format of speech', () => {
  it.each<readonly [string, SpeechFormat, string | undefined, readonly string[]]>([
    ['gemini-3.8-flash-tts', 'mp3', 'AUDIO_MP3', []],
    ['gemini-3.8-flash-lite-tts', 'opus', 'AUDIO_OGG_OPUS', []],
    ['gemini-3.8-flash-tts', 'wav', undefined, []],
    ['gemini-3.8-flash-tts', 'aac', undefined, ['response_format']],
    ['gemini-3.1-flash-tts-preview', 'mp3', undefined, ['response_format']],
    ['gemini-2.5-pro-preview-tts', 'pcm', undefined, []],
  ])('of %s asked for %s', (model, format, encoding, lost) => {
    const loss = createLoss();
    expect(renderSpeechConfig({ voice: 'Kore', format }, model, loss)).toEqual({
      responseModalities: ['AUDIO'],
      speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } },
      ...(encoding !== undefined && { responseFormat: { audio: { mimeType: encoding } } }),
    });
    expect([...loss.items]).toEqual(lost);
  });

  it.each([
    ['gemini-2.5-flash-preview-tts', false],
    ['gemini-3.1-flash-tts-preview', false],
    ['gemini-3.8-flash-tts', true],
    ['gemini-4-flash-tts', true],
    ['gemini-flash-tts-latest', true],
  ])('%s reads what it is given as it stands: %s', (model, verbatim) => {
    expect(readsVerbatim(model)).toBe(verbatim);
  });
});
