import { describe, expect, it } from 'vitest';
import { countParts, multipartBoundary, spliceField } from './multipart.ts';

const part = (name: string, value: string, more = ''): string =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const END = '--b--\r\n';

describe('the boundary of a form', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; boundary="a b c"', 'a b c'],
    ['Multipart/Form-Data; Charset=utf-8; BOUNDARY=abc', 'abc'],
    ['multipart/form-data;boundary=abc; charset=x', 'abc'],
    ['multipart/form-data', undefined],
    ['multipart/mixed; boundary=abc', undefined],
    ['application/json', undefined],
    [`multipart/form-data; boundary=${'x'.repeat(71)}`, undefined],
    [undefined, undefined],
  ])('%s', (type, boundary) => {
    expect(multipartBoundary(type)).toBe(boundary);
  });
});

describe('a field of a form', () => {
  const bytes = Buffer.from(part('model', 'old') + part('file', 'a\r\n\r\nb', '; filename="x"') + END);

  it.each([
    ['at the beginning', part('model', 'old') + part('file', 'x') + END],
    ['at the end', part('file', 'x') + part('model', 'old') + END],
    ['behind a preamble', `preamble\r\n${part('model', 'old')}${END}`],
    ['that is empty', part('file', 'x') + part('model', '') + END],
    ['without quotes', `--b\r\ncontent-disposition: form-data; name=model\r\n\r\nold\r\n${END}`],
  ])('%s is changed, and nothing else', (_where, text) => {
    const changed = spliceField(Buffer.from(text), 'b', 'model', 'größer');
    const expected = text.replace(/(model"?\r\n\r\n)(?:old)?/u, '$1größer');
    expect(changed?.toString()).toBe(expected);
  });

  it('that says so already costs no copy', () => {
    expect(spliceField(bytes, 'b', 'model', 'old')).toBe(bytes);
  });

  it('is not looked for inside of a file', () => {
    const inside = part('file', 'name="model"\r\n\r\nno', '; filename="x"') + part('model', 'old') + END;
    expect(spliceField(Buffer.from(inside), 'b', 'model', 'new')?.toString()).toBe(
      inside.replace('old', 'new'),
    );
  });

  it.each([
    ['no such field', part('x', 'y') + END],
    ['no end', `--b\r\ncontent-disposition: form-data; name="model"\r\n\r\nold`],
    ['no form', 'hello'],
    ['nothing', ''],
  ])('is not found in %s', (_what, text) => {
    expect(spliceField(Buffer.from(text), 'b', 'model', 'new')).toBeUndefined();
  });
});

describe('the parts of a form', () => {
  it.each([
    ['', 0],
    [END, 0],
    [part('a', '1') + END, 1],
    [part('a', '1').repeat(5) + END, 5],
  ])('%j are %i', (text, count) => {
    expect(countParts(Buffer.from(text), 'b', 10)).toBe(count);
  });

  it('are counted no further than wanted', () => {
    expect(countParts(Buffer.from(part('a', '1').repeat(500)), 'b', 10)).toBe(11);
  });
});
