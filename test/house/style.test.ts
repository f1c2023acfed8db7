import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTest, readSourceFiles, root, type SourceFile } from './source-files.ts';

const everything = readSourceFiles('src', 'test', 'bench', 'scripts');
const source = everything.filter((file) => file.path.startsWith('src/') && !isTest(file.path));

const MAX_LINES = 300;
const VAGUE_NAMES = /^(?:utils?|helpers?|common|types?|managers?|services?|misc|shared|index|constants)$/u;
/** `openai-chat.test`, `parse-request`, `v1`. */
const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/u;

function paths(files: readonly SourceFile[]): readonly string[] {
  return files.map((file) => file.path);
}

/** Code alone: a sentence in a comment may say "any". */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//gu, '').replaceAll(/(?:^|\s)\/\/.*$/gmu, '');
}

describe('files', () => {
  it('are there', () => {
    expect(source.length).toBeGreaterThan(20);
  });

  it('are named after what they hold', () => {
    const names = everything.filter(({ path }) =>
      VAGUE_NAMES.test(basename(path).replace(/(?:\.test)?\.(?:ts|mjs)$/u, '')),
    );
    expect(paths(names)).toEqual([]);
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true, recursive: true });
    expect(
      folders
        .filter((entry) => entry.isDirectory() && VAGUE_NAMES.test(entry.name))
        .map((entry) => entry.name),
    ).toEqual([]);
  });

  it('have names in kebab-case', () => {
    expect(paths(everything.filter(({ path }) => !KEBAB_CASE.test(basename(path))))).toEqual([]);
  });

  it(`have at most ${MAX_LINES} lines`, () => {
    const lines = ({ text }: SourceFile): number => text.split('\n').length - 1;
    expect(
      source.filter((file) => lines(file) > MAX_LINES).map((file) => `${file.path}: ${lines(file)}`),
    ).toEqual([]);
  });

  it('open with what they are for', () => {
    const opening = /^(?:#![^\n]*\n)?\s*(?:\/\/ |\/\*)/u;
    expect(paths(source.filter(({ text }) => !opening.test(text)))).toEqual([]);
  });
});

describe('code', () => {
  const typed = everything.filter(({ path }) => path.endsWith('.ts'));
  // Single letters stand in brackets, so that this file does not find itself.
  it.each([
    ['an `any`', /\bas an[y]\b|:\s*an[y]\b|<an[y][,>]|\ban[y]\[\]/u],
    ['a CommonJS require', /\brequir[e]\(/u],
  ])('holds no %s', (_what, pattern) => {
    expect(paths(typed.filter(({ text }) => pattern.test(withoutComments(text))))).toEqual([]);
  });

  it.each([
    ['silenced type error', /@ts-(?:ignore|nocheck|expect-error)/u],
    ['lint rule silenced without a reason', /(?:oxlint|eslint)-disable(?!.* -- )/u],
    ['unfinished mark', /\b(?:TOD[O]|FIXM[E]|XX[X])\b/u],
    ['skipped or lonely test', /\b(?:it|test|describe)\.(?:skip|only|todo)\b/u],
  ])('holds no %s', (_what, pattern) => {
    expect(paths(everything.filter(({ text }) => pattern.test(text)))).toEqual([]);
  });
});
