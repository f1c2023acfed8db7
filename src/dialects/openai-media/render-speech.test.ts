import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { Finish } from '../../canon/finish.ts';
import { renderSpeech, renderSpeechEvents } from './render-speech.ts';
import { writeWaveFile } from './wave-file.ts';

const DATA = Buffer.from([1, 2, 3, 4]);

function answerOf(mimeType: string, bytes: Buffer, finish: Finish = { kind: 'stop' }): CanonAnswer {
  const part = {
    type: 'media',
    kind: 'audio',
    mimeType,
    source: { type: 'inline', data: bytes.toString('base64') },
  } as const;
  return { model: 'm', candidates: [{ index: 0, parts: bytes.length > 0 ? [part] : [], finish }] };
}

describe('sound as it comes', () => {
  it.each([
    ['audio/L16;codec=pcm;rate=24000', 24_000, 1],
    ['audio/l16; rate=16000; channels=2', 16_000, 2],
    ['audio/pcm', 24_000, 1],
  ])('%s becomes a file with its own rate', (mimeType, rate, channels) => {
    const sound = renderSpeech(answerOf(mimeType, DATA), 'wav');
    expect(sound).toEqual({
      contentType: 'audio/wav',
      bytes: writeWaveFile({ data: DATA, rate, channels }),
      format: 'wav',
    });
  });

  it('a file becomes plain samples when those are wanted', () => {
    const file = writeWaveFile({ data: DATA, rate: 24_000, channels: 1 });
    expect(renderSpeech(answerOf('audio/wav', file), 'pcm').bytes).toEqual(DATA);
  });

  it.each([
    ['audio/mp3', 'audio/mpeg', 'mp3'],
    ['audio/mpeg', 'audio/mpeg', 'mp3'],
    ['audio/ogg_opus', 'audio/ogg', 'opus'],
    ['audio/ogg; codecs=opus', 'audio/ogg', 'opus'],
    ['audio/wav', 'audio/wav', 'wav'],
    ['audio/alaw', 'audio/alaw', undefined],
  ] as const)('%s is told as %s, whatever was asked for', (mimeType, contentType, format) => {
    expect(renderSpeech(answerOf(mimeType, DATA), 'flac')).toEqual({ contentType, bytes: DATA, format });
  });

  it('in several pieces is one', () => {
    const [candidate] = answerOf('audio/pcm', DATA).candidates;
    const parts = [...(candidate?.parts ?? []), ...(candidate?.parts ?? [])];
    const answer: CanonAnswer = { model: 'm', candidates: [{ index: 0, parts, finish: { kind: 'stop' } }] };
    expect(renderSpeech(answer, 'pcm').bytes).toHaveLength(8);
  });

  it.each([
    [{ kind: 'content-filter', raw: 'SAFETY' }, 'content_policy'],
    [{ kind: 'refusal' }, 'content_policy'],
    [{ kind: 'stop' }, 'incomplete_answer'],
  ] as const)('that is none, since %j, is an error', (finish, code) => {
    const silent = answerOf('audio/pcm', Buffer.alloc(0), finish);
    expect(() => renderSpeech(silent, 'wav')).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('sound in events', () => {
  it('comes in pieces that are whole by themselves, then what it took', () => {
    const bytes = Buffer.alloc(50_000, 7);
    const text = renderSpeechEvents(
      { contentType: '', bytes, format: 'pcm' },
      { inputTokens: 3, outputTokens: 9 },
    );
    const events = text
      .trim()
      .split('\n\n')
      .map((line) => JSON.parse(line.slice('data: '.length)) as { type: string; audio?: string });
    const pieces = events.slice(0, -1).map(({ audio }) => Buffer.from(audio ?? '', 'base64'));
    expect(pieces.every((piece) => piece.length % 6 === 0 || piece === pieces.at(-1))).toBe(true);
    expect(Buffer.concat(pieces)).toEqual(bytes);
    expect(events.at(-1)).toEqual({
      type: 'speech.audio.done',
      usage: { input_tokens: 3, output_tokens: 9, total_tokens: 12 },
    });
  });
});
