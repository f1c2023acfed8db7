import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countByteWork } from './count-byte-work.fixture.ts';
import { createSseDecoder, type SseFrame } from './sse-decoder.ts';

function decode(pieces: readonly Uint8Array[]): SseFrame[] {
  const frames: SseFrame[] = [];
  const decoder = createSseDecoder((frame) => frames.push(frame));
  for (const piece of pieces) decoder.push(piece);
  decoder.end();
  return frames;
}

function split(bytes: Buffer, size: number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

const streams: Record<string, { text: string; data: (string | undefined)[] }> = {
  'CRLF as Google sends it': {
    text: 'data: {"a":1}\r\n\r\ndata: {"b":"ü€😀"}\r\n\r\n',
    data: ['{"a":1}', '{"b":"ü€😀"}'],
  },
  'LF with names': { text: 'event: x\ndata: 1\n\nevent: y\ndata: 2\n\n', data: ['1', '2'] },
  'lone CR': { text: 'data: 1\r\rdata: 2\r\r', data: ['1', '2'] },
  'several data lines': { text: 'data: a\ndata: b\n\n', data: ['a\nb'] },
  'comments and no space after the colon': { text: ': ping\n\ndata:1\n\n', data: [undefined, '1'] },
  'a byte order mark': { text: '\uFEFFdata: 1\n\n', data: ['1'] },
  'bare JSON at the end': { text: 'data: 1\r\n\r\n{\n "error": {}\n}\n', data: ['1', undefined] },
  'no closing blank line': { text: 'data: 1\n\ndata: 2', data: ['1', '2'] },
};

describe('sse decoder', () => {
  for (const [name, { text, data }] of Object.entries(streams)) {
    for (const size of [1, 2, 3, 7, 4096]) {
      it(`reads ${name} in pieces of ${size} and keeps every byte`, () => {
        const bytes = Buffer.from(text);
        const frames = decode(split(bytes, size));
        expect(
          frames.filter((frame) => frame.bytes.toString().trim() !== '').map((frame) => frame.data),
        ).toEqual(data);
        expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(bytes)).toBe(true);
      });
    }
  }

  it('refuses an event without end', () => {
    const decoder = createSseDecoder(() => {}, 10);
    expect(() => decoder.push(Buffer.from('data: 12345678'))).toThrow(RangeError);
  });

  it.each([
    ['one event of 4 MB in pieces of 1 KB', `data: ${'x'.repeat(4_000_000)}\r\n\r\n`, 1024],
    ['one event of 60 KB in pieces of one byte', `data: ${'x'.repeat(60_000)}\n\n`, 1],
    ['a piece full of lines that end in CR', 'x\r'.repeat(20_000), 40_000],
    ['a piece full of events with LF', 'data: 1\n\n'.repeat(20_000), 180_000],
  ])('looks at each byte a bounded number of times: %s', (_what, text, size) => {
    const bytes = Buffer.from(text);
    let frames: SseFrame[] = [];
    const work = countByteWork(() => (frames = decode(split(bytes, size))));
    expect(work).toBeLessThan(8 * bytes.length);
    expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(bytes)).toBe(true);
  });

  it('reads any mixture of line ends alike, however it is split', () => {
    const word = fc.constantFrom('\r', '\n', '\r\n', 'a', 'data: 1', 'event: é');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (words, size) => {
        const bytes = Buffer.from(words.join(''));
        const frames = decode(split(bytes, size));
        expect(frames).toEqual(decode([bytes]));
        expect(Buffer.concat(frames.map((frame) => frame.bytes)).equals(bytes)).toBe(true);
      }),
    );
  });

  it('leaves a frame that it handed out alone', () => {
    const frames: SseFrame[] = [];
    const decoder = createSseDecoder((frame) => frames.push(frame));
    for (const piece of split(Buffer.from('data: 1\n\ndata: 2\n\n'), 2)) decoder.push(piece);
    expect(frames.map((frame) => frame.bytes.toString())).toEqual(['data: 1\n\n', 'data: 2\n\n']);
  });
});
