// What a room offers to others says in a sentence what it is.

import { expect, it } from 'vitest';
import { isTest, readSourceFiles } from './source-files.ts';

const EXPORT = /^export (?:abstract |async )?(?:function\*?|const|class|interface|type) (\w+)/u;

it('everything exported has a doc comment', () => {
  const files = readSourceFiles('src').filter(({ path }) => !isTest(path) && !path.endsWith('.fixture.ts'));
  let found = 0;
  const silent = files.flatMap(({ path, text }) => {
    const lines = text.split('\n');
    return lines.flatMap((line, at) => {
      const name = EXPORT.exec(line)?.[1];
      if (name === undefined) return [];
      found += 1;
      return lines[at - 1]?.trimEnd().endsWith('*/') === true ? [] : [`${path}: ${name}`];
    });
  });
  expect(silent).toEqual([]);
  expect(found).toBeGreaterThan(500);
});
