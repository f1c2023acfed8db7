import { describe, expect, it } from 'vitest';
import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart } from '../../canon/content.ts';
import type { Finish } from '../../canon/finish.ts';
import { renderImageEvents, renderImages } from './render-images.ts';

const form = { asUrl: false, outputFormat: undefined };
const image = (data: string, mimeType = 'image/png'): ContentPart => ({
  type: 'media',
  kind: 'image',
  mimeType,
  source: { type: 'inline', data },
});
const answer = (parts: readonly ContentPart[], finish: Finish = { kind: 'stop' }): CanonAnswer => ({
  model: 'm',
  candidates: [{ index: 0, parts, finish }],
});

describe('pictures', () => {
  it('are one of each answer: the last, behind words and sketches', () => {
    const parts = [{ type: 'text', text: 'Here.' } as const, image('a'), image('b', 'image/jpeg')];
    expect(renderImages([answer(parts), answer([image('c')])], form, undefined, 5000)).toEqual({
      created: 5,
      output_format: 'jpeg',
      data: [{ b64_json: 'b' }, { b64_json: 'c' }],
    });
  });

  it('that lie elsewhere are told by their address', () => {
    const url = 'https://pictures.example/1.png';
    const elsewhere: ContentPart = { type: 'media', kind: 'image', source: { type: 'url', url } };
    expect(renderImages([answer([elsewhere])], form, undefined, 0)['data']).toEqual([{ url }]);
    expect(() => renderImageEvents([answer([elsewhere])], undefined, 0)).toThrow(/an address/u);
  });

  it.each([
    [answer([], { kind: 'content-filter', raw: 'IMAGE_SAFETY' }), 'content_policy', /IMAGE_SAFETY/u],
    [answer([{ type: 'text', text: 'I will not.' }]), 'content_policy', /I will not\.$/u],
    [answer([{ type: 'refusal', text: 'No.' }], { kind: 'refusal' }), 'content_policy', /No\.$/u],
    [answer([]), 'incomplete_answer', /no picture/u],
  ] as const)('that were not drawn are an error, in the words of the model', (given, code, message) => {
    const expected = { code, message: expect.stringMatching(message) as string };
    expect(() => renderImages([given], form, undefined, 0)).toThrow(
      expect.objectContaining(expected) as Error,
    );
  });

  it('in events tell what the whole took with the last', () => {
    const text = renderImageEvents(
      [answer([image('a')]), answer([image('b')])],
      { inputTokens: 1, outputTokens: 2 },
      0,
    );
    const events = [...text.matchAll(/^event: (.*)\ndata: (.*)$/gmu)].map(
      ([, name, data]) => [name, JSON.parse(data ?? '') as { b64_json: string; usage?: object }] as const,
    );
    expect(events.map(([name, { b64_json: data, usage }]) => [name, data, usage !== undefined])).toEqual([
      ['image_generation.completed', 'a', false],
      ['image_generation.completed', 'b', true],
    ]);
  });
});
