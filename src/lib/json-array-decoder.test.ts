import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countByteWork } from './count-byte-work.fixture.ts';
import { createJsonArrayDecoder } from './json-array-decoder.ts';

function decode(bytes: Buffer, size: number) {
  const texts: string[] = [];
  const pieces: Buffer[] = [];
  const decoder = createJsonArrayDecoder(({ text, bytes: piece }) => {
    texts.push(text);
    pieces.push(Buffer.from(piece));
  });
  for (let at = 0; at < bytes.length; at += size) decoder.push(bytes.subarray(at, at + size));
  const { complete, rest } = decoder.end();
  return { texts, complete, whole: Buffer.concat([...pieces, rest]) };
}

const cases: Record<string, { text: string; elements: string[]; complete: boolean }> = {
  'a pretty array as Google streams it': {
    text: '[{\n  "a": [1, {"b": "ü€😀"}]\n}\n,\r\n{\n  "c": "]}\\"{"\n}\n]\n',
    elements: ['{\n  "a": [1, {"b": "ü€😀"}]\n}', '{\n  "c": "]}\\"{"\n}'],
    complete: true,
  },
  'an empty array': { text: ' [ ] ', elements: [], complete: true },
  'a bare object': { text: '{"error":{"code":503}}\n', elements: ['{"error":{"code":503}}'], complete: true },
  'scalars and nested arrays': {
    text: '[1,"a,]\\\\",null,[2,[3]], true]',
    elements: ['1', '"a,]\\\\"', 'null', '[2,[3]]', 'true'],
    complete: true,
  },
  'a byte order mark': { text: '\uFEFF[{"a":1}]', elements: ['{"a":1}'], complete: true },
  'an array cut between elements': { text: '[{"a":1}\n,', elements: ['{"a":1}'], complete: false },
  'an array cut inside an element': { text: '[{"a":1},{"b":', elements: ['{"a":1}'], complete: false },
  'an object cut off': { text: '{"a":{"b":1}', elements: [], complete: false },
  nothing: { text: '', elements: [], complete: false },
  'a bare number': { text: '12', elements: ['12'], complete: true },
};

describe('json array decoder', () => {
  for (const [name, { text, elements, complete }] of Object.entries(cases)) {
    for (const size of [1, 2, 3, 7, 4096]) {
      it(`reads ${name} in pieces of ${size} and keeps every byte`, () => {
        const bytes = Buffer.from(text);
        const decoded = decode(bytes, size);
        expect(decoded.texts).toEqual(elements);
        expect(decoded.complete).toBe(complete);
        expect(decoded.whole.equals(bytes)).toBe(true);
      });
    }
  }

  it('gives back the values of any array, however it is spaced and split', () => {
    const spaces = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 6 }),
        spaces,
        fc.integer({ min: 1, max: 40 }),
        (values, space, size) => {
          const bytes = Buffer.from(JSON.stringify(values, undefined, space));
          const decoded = decode(bytes, size);
          expect(decoded.texts.map((text) => JSON.stringify(JSON.parse(text)))).toEqual(
            values.map((value) => JSON.stringify(value)),
          );
          expect(decoded.complete).toBe(true);
          expect(decoded.whole.equals(bytes)).toBe(true);
        },
      ),
    );
  });

  it('refuses an element without end', () => {
    const decoder = createJsonArrayDecoder(() => {}, 10);
    expect(() => decoder.push(Buffer.from('[{"a":"12345'))).toThrow(RangeError);
  });

  it.each([
    ['one element of 4 MB in pieces of 1 KB', `[{"a":"${'x'.repeat(4_000_000)}"}]`, 1024],
    ['one element of 60 KB in pieces of one byte', `[{"a":"${'x'.repeat(60_000)}"}]`, 1],
  ])('copies each byte a bounded number of times: %s', (_what, text, size) => {
    const bytes = Buffer.from(text);
    let texts: string[] = [];
    const work = countByteWork(() => ({ texts } = decode(bytes, size)));
    expect(work).toBeLessThan(8 * bytes.length);
    expect(texts).toEqual([text.slice(1, -1)]);
  });
});
