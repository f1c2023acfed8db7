import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../src/lib/random.ts';
import { cutBody, WRITE_MANNERS } from './write-manner.ts';

const sse = Buffer.from('data: {"a":"é"}\r\n\r\ndata: {"b":2}\r\n\r\n');
const array = Buffer.from('[{\n  "a": 1\n}\n,\r\n{\n  "b": 2\n}\n]');

describe('cutting a body', () => {
  it.each(WRITE_MANNERS.flatMap((manner) => [sse, array].map((body) => [manner, body] as const)))(
    'keeps every byte (%s)',
    (manner, body) => {
      expect(Buffer.concat(cutBody(body, manner, createSeededRandom(1)))).toEqual(body);
    },
  );

  it('gives one piece for each event, whole', () => {
    expect(cutBody(sse, 'events', createSeededRandom(1)).map(String)).toEqual([
      'data: {"a":"é"}\r\n\r\n',
      'data: {"b":2}\r\n\r\n',
    ]);
  });

  it('gives an array in more than one piece', () => {
    expect(cutBody(array, 'events', createSeededRandom(1)).length).toBeGreaterThan(1);
  });

  it('gives pieces of one to seven bytes, of every size', () => {
    const sizes = cutBody(Buffer.alloc(2000), 'pieces', createSeededRandom(1)).map(({ length }) => length);
    expect(new Set(sizes.slice(0, -1))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
  });
});
