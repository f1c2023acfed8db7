// The benchmarks of single files keep up with what they measure.

import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCases, microNames } from '../../bench/micro-files.ts';
import { readSourceFiles } from './source-files.ts';

const sources = readSourceFiles('src').map(({ path }) => path);
const benchmarks = readSourceFiles('bench/micro');

it('there are benchmarks', () => {
  expect(microNames.length).toBeGreaterThan(10);
});

describe.each(microNames)('the benchmark of %s', (name) => {
  it('measures the one file of its name', () => {
    const [path, ...others] = sources.filter((source) => basename(source) === `${name}.ts`);
    expect(others).toEqual([]);
    const text = benchmarks.find((file) => file.path === `bench/micro/${name}.ts`)?.text;
    expect(text).toContain(`from '../../${path}'`);
  });

  it('has cases that find something to work on', async () => {
    const entries = Object.entries(await loadCases(name));
    expect(entries.length).toBeGreaterThan(1);
    expect(entries.filter(([, run]) => run() === undefined).map(([title]) => title)).toEqual([]);
  });
});
