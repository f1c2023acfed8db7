import { describe, expect, it } from 'vitest';
import { findBrokenImports, importsOf } from './import-rules.ts';
import { isTest, readSourceFiles } from './source-files.ts';

const files = readSourceFiles('src').filter((file) => !isTest(file.path));

describe('imports', () => {
  it('run one way through the rooms', () => {
    expect(findBrokenImports(files)).toEqual([]);
  });

  it('are really found in the files', () => {
    expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length);
  });
});

describe('the import rules', () => {
  const broken = (path: string, specifier: string) =>
    findBrokenImports([{ path, text: `import { x } from '${specifier}';` }]);

  it.each([
    ['a higher room', 'src/lib/clock.ts', '../pool/pool.ts'],
    ['a room of the same rank', 'src/pool/lease.ts', '../routing/target.ts'],
    ['a sibling dialect', 'src/dialects/gemini/parse.ts', '../openai-chat/render.ts'],
    ['a dialect, from the simulator', 'src/simulator/reply.ts', '../dialects/dialect.ts'],
    ['a provider, from the simulator', 'src/simulator/reply.ts', '../providers/provider.ts'],
    ['a room without a rank', 'src/pool/pool.ts', '../somewhere/thing.ts'],
    ['a file without its extension', 'src/pool/pool.ts', './lease'],
    ['the tests', 'src/pool/pool.ts', '../../test/house/import-rules.ts'],
    ['the command line, from the composition root', 'src/main.ts', './cli/pollux.ts'],
  ])('do not allow %s', (_what, path, specifier) => {
    expect(broken(path, specifier)).toHaveLength(1);
  });

  it.each([
    ['a lower room', 'src/pipeline/run.ts', '../pool/pool.ts'],
    ['the same room', 'src/pool/lease.ts', './pool.ts'],
    ['what all dialects share', 'src/dialects/gemini/parse.ts', '../dialect.ts'],
    ['the same dialect', 'src/dialects/gemini/parse.ts', './parts/text.ts'],
    ['a package', 'src/pool/pool.ts', 'undici'],
    ['anything, from the composition root', 'src/main.ts', './simulator/simulator.ts'],
    ['the manifest', 'src/cli/version.ts', '../../package.json'],
  ])('allow %s', (_what, path, specifier) => {
    expect(broken(path, specifier)).toEqual([]);
  });

  it('see imports over several lines, types, re-exports, side effects and dynamic ones', () => {
    const text = [
      `import {\n  a,\n  b,\n} from './one.ts';`,
      `import type { C } from './two.ts';`,
      `export { d } from './three.ts';`,
      `import './four.ts';`,
      `const e = await import('./five.ts');`,
    ].join('\n');
    expect(importsOf({ path: 'src/x.ts', text })).toEqual([
      './one.ts',
      './two.ts',
      './three.ts',
      './four.ts',
      './five.ts',
    ]);
  });
});
