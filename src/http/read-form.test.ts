import { describe, expect, it } from 'vitest';
import { readFormBody } from './read-form.ts';

const part = (name: string, value: string, boundary = 'a'): string =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

async function problemOf(text: string, contentType: string): Promise<string | undefined> {
  try {
    await readFormBody(Buffer.from(text), contentType);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : undefined;
  }
}

describe('an uploaded form', () => {
  it.each([
    ['multipart/form-data; boundary=a', 'multipart/form-data; boundary=a'],
    ['multipart/form-data; Boundary="a"; charset=utf-8', 'multipart/form-data; boundary=a'],
  ])('that says %s goes on as %s', async (given, expected) => {
    const { contentType, form } = await readFormBody(Buffer.from(`${part('x', '1')}--a--\r\n`), given);
    expect([contentType, form.fields.get('x')]).toEqual([expected, ['1']]);
  });

  it('keeps the quotes that its boundary needs', async () => {
    const given = 'multipart/form-data; boundary="a b"';
    const body = Buffer.from(`${part('x', '1', 'a b')}--a b--\r\n`);
    expect((await readFormBody(body, given)).contentType).toBe(given);
  });

  it.each([
    'multipart/form-data; boundary=a',
    'multipart/form-data; boundary=a; boundary=b',
    'multipart/form-data; boundary=b; boundary=a',
    'multipart/form-data; boundary="a"; x="; boundary=b"',
    String.raw`multipart/form-data; boundary="\a"`,
  ])('of too many parts is refused before they are looked at, as %s', async (type) => {
    expect(await problemOf(`${part('x', '1').repeat(201)}--a--\r\n`, type)).toMatch(
      /more than 200 parts|not a well-formed/u,
    );
  });

  it('has one reading alone, whoever reads it: of two boundaries the one that is passed on', async () => {
    const text = `${part('x', '1', 'b')}--b--\r\n`;
    const read = await readFormBody(Buffer.from(text), 'multipart/form-data; boundary=a; boundary=b');
    expect([read.contentType, read.form.fields.get('x')]).toEqual(['multipart/form-data; boundary=b', ['1']]);
  });
});
