import { describe, expect, it } from 'vitest';
import type { ReasoningPart } from '../../canon/content.ts';
import { parseReasoningDetails, renderReasoningDetails } from './reasoning-details.ts';

const thought = (part: Omit<ReasoningPart, 'type'>): ReasoningPart => ({ type: 'reasoning', ...part });
const redacted = { vendor: 'anthropic', value: 'R==' } as const;

describe('what a model thought', () => {
  it.each<[string, ReasoningPart[]]>([
    [
      'with a proof of Anthropic’s',
      [thought({ text: 'a', signature: { vendor: 'anthropic', value: 'A==' } })],
    ],
    ['without words', [thought({ text: '', signature: { vendor: 'anthropic', value: 'A==' } })]],
    ['that Anthropic withholds', [thought({ text: '', redactedData: 'R==', signature: redacted })]],
    ['with OpenAI’s encrypted form', [thought({ text: 'a', signature: { vendor: 'openai', value: 'O==' } })]],
    [
      'several times',
      [
        thought({ text: 'a', signature: { vendor: 'anthropic', value: 'A==' } }),
        thought({ text: '', redactedData: 'R==', signature: redacted }),
        thought({ text: 'b', signature: { vendor: 'anthropic', value: 'B==' } }),
      ],
    ],
    [
      'in encrypted form alone, twice',
      [
        thought({ text: '', signature: { vendor: 'openai', value: 'O==' } }),
        thought({ text: '', signature: { vendor: 'openai', value: 'P==' } }),
      ],
    ],
  ])('comes back as it went: %s', (_what, parts) => {
    expect(parseReasoningDetails(renderReasoningDetails(parts))).toEqual(parts);
  });

  it('numbers its entries on from those before', () => {
    const parts = [thought({ text: 'a', signature: { vendor: 'openai', value: 'O==' } })];
    expect(renderReasoningDetails(parts, 3).map(({ index }) => index)).toEqual([3, 4]);
  });

  it('says nothing where a client sent something else', () => {
    expect(parseReasoningDetails('x')).toEqual([]);
    expect(parseReasoningDetails([1, { type: 'reasoning.encrypted', data: 'x', format: 'unknown' }])).toEqual(
      [],
    );
  });
});
