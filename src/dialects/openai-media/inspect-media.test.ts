import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../lib/json.ts';
import type { Inspection } from '../dialect.ts';
import { inspectImages, inspectModeration, inspectSpeech, inspectTranscript } from './inspect-media.ts';

type Look = (body: JsonValue) => Inspection;

describe('what passes untouched', () => {
  it.each<readonly [string, Look, JsonValue, boolean, boolean]>([
    ['a picture', inspectImages, { data: [{ b64_json: 'a' }] }, true, true],
    ['the address of one', inspectImages, { data: [{ url: 'https://a' }] }, true, true],
    ['no picture', inspectImages, { data: [] }, false, false],
    ['an empty picture', inspectImages, { data: [{ b64_json: '' }] }, false, false],
    ['a sketch', inspectImages, { type: 'image_generation.partial_image' }, true, false],
    ['a finished picture', inspectImages, { type: 'image_generation.completed' }, true, true],
    ['a piece of speech', inspectSpeech, { type: 'speech.audio.delta', audio: 'a' }, true, false],
    ['the end of speech', inspectSpeech, { type: 'speech.audio.done' }, false, true],
    ['a transcript', inspectTranscript, { text: 'a' }, true, true],
    ['a transcript of silence', inspectTranscript, { text: '' }, true, true],
    ['no transcript', inspectTranscript, {}, false, false],
    ['a piece of one', inspectTranscript, { type: 'transcript.text.delta', delta: 'a' }, true, false],
    ['a segment of one', inspectTranscript, { type: 'transcript.text.segment', text: 'a' }, true, false],
    ['the end of one', inspectTranscript, { type: 'transcript.text.done', text: 'a' }, false, true],
    ['a judgment', inspectModeration, { results: [{}] }, true, true],
    ['no judgment', inspectModeration, { results: [] }, false, false],
    ['an array', inspectImages, [], false, false],
    ['null', inspectTranscript, null, false, false],
  ])('%s', (_what, look, body, hasContent, finished) => {
    expect(look(body)).toMatchObject({ hasContent, finished, failed: false });
  });

  it.each<readonly [JsonValue, unknown]>([
    [{ error: { message: 'x' } }, { message: 'x' }],
    [{ error: 'busy' }, { message: 'busy' }],
    [
      { object: 'error', message: 'x' },
      { object: 'error', message: 'x' },
    ],
    [{ text: 'an error' }, undefined],
  ])('tells an error in %j', (body, error) => {
    expect(inspectTranscript(body).error).toEqual(error);
  });

  it('tells what was used, as far as it is told', () => {
    const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3, extra: true };
    expect(inspectImages({ usage }).usage).toEqual({
      inputTokens: 1,
      outputTokens: 2,
      totalTokens: 3,
      raw: usage,
    });
    expect(inspectTranscript({ usage: { type: 'duration', seconds: 3 } }).usage).toBeUndefined();
  });
});
