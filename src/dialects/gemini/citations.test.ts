import { describe, expect, it } from 'vitest';
import { groundingCitations } from './citations.ts';

const cite = (text: string, segment: object) =>
  groundingCitations(
    {
      groundingChunks: [{ web: { uri: 'u' } }],
      groundingSupports: [{ segment: { ...segment }, groundingChunkIndices: [0, 5] }],
    },
    text,
  );

describe('grounding offsets', () => {
  it('that count bytes are turned to UTF-16 units', () => {
    expect(cite('😀é-cited', { startIndex: 7, endIndex: 12, text: 'cited' })).toEqual([
      { url: 'u', citedText: 'cited', start: 4, end: 9 },
    ]);
  });

  it('that point elsewhere are found again by the passage itself', () => {
    expect(cite('a cited b', { startIndex: 40, endIndex: 45, text: 'cited' })).toMatchObject([
      { start: 2, end: 7 },
    ]);
  });

  it('that fit nothing are left out, the source is not', () => {
    expect(cite('short', { startIndex: 40, endIndex: 45, text: 'gone' })).toEqual([
      { url: 'u', citedText: 'gone' },
    ]);
    expect(cite('short', {})).toEqual([{ url: 'u' }]);
  });
});
