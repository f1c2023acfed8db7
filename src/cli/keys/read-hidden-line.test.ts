import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readHiddenLine } from './read-hidden-line.ts';

function type(...typed: readonly string[]) {
  const raw: boolean[] = [];
  const printed: string[] = [];
  const terminal = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => raw.push(on) });
  const line = readHiddenLine('Key: ', terminal, (text) => void printed.push(text));
  for (const text of typed) terminal.write(text);
  return { line, raw, printed };
}

describe('a line that is typed unseen', () => {
  it.each([
    ['in one piece', ['secret\r'], 'secret'],
    ['letter by letter', ['s', 'e', 'c', '\r'], 'sec'],
    ['with a letter taken back', ['sex', '\u007f', 'c\n'], 'sec'],
    ['and more after it', ['sec\rmore'], 'sec'],
  ])('is read %s, and never printed', async (_what, typed, expected) => {
    const { line, raw, printed } = type(...typed);
    expect(await line).toBe(expected);
    expect(raw).toEqual([true, false]);
    expect(printed).toEqual(['Key: ', '\n']);
  });

  it('is given up at Ctrl-C, with the terminal as it was', async () => {
    const { line, raw } = type('sec', '\u0003');
    await expect(line).rejects.toThrow('Nothing was read.');
    expect(raw).toEqual([true, false]);
  });
});
