import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spliceString } from './json-splice.ts';

const splice = (text: string): string | undefined =>
  spliceString(Buffer.from(text), 'model', 'new')?.toString();

describe('splicing a string', () => {
  it.each([
    ['{"model":"old","x":1}', '{"model":"new","x":1}'],
    ['{ "x" : {"model":"inner"}, "model" : "old" }', '{ "x" : {"model":"inner"}, "model" : "new" }'],
    [
      String.raw`{"a":"\"model\":\"fake\"","model":"o\"ld"}`,
      String.raw`{"a":"\"model\":\"fake\"","model":"new"}`,
    ],
    ['{"model":"one","model":"two"}', '{"model":"one","model":"new"}'],
    ['{"list":["model","x"],"model":"old"}', '{"list":["model","x"],"model":"new"}'],
  ])('changes %s to %s', (before, after) => expect(splice(before)).toBe(after));

  it.each(['{}', '{"model":1}', '{"x":{"model":"inner"}}', '{"models":"x"}'])('finds none in %s', (text) =>
    expect(splice(text)).toBeUndefined(),
  );

  it('hands the same bytes back when nothing changes', () => {
    const bytes = Buffer.from('{"model":"new"}');
    expect(spliceString(bytes, 'model', 'new')).toBe(bytes);
  });

  it('changes nothing else, whatever the object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        fc.string(),
        fc.constantFrom(0, 2),
        (rest, old, fresh, space) => {
          const before = { ...rest, model: old };
          const spliced = spliceString(Buffer.from(JSON.stringify(before, undefined, space)), 'model', fresh);
          expect(JSON.parse(spliced?.toString() ?? 'null')).toEqual(
            JSON.parse(JSON.stringify({ ...before, model: fresh })),
          );
        },
      ),
    );
  });
});
