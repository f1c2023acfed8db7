import { describe, expect, it } from 'vitest';
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
});
