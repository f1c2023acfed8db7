import { expect, it } from 'vitest';
import { sumUsage } from './sum-usage.ts';

it.each([
  ['nothing known', [undefined, undefined], undefined],
  ['no answers', [], undefined],
  ['one alone, as it is', [{ inputTokens: 1, raw: { a: 1 } }], { inputTokens: 1, raw: { a: 1 } }],
  [
    'what is known of each',
    [
      { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      { inputTokens: 10, totalTokens: 30 },
    ],
    { inputTokens: 11, outputTokens: 2, totalTokens: 33 },
  ],
  [
    'with one that is estimated',
    [{ inputTokens: 1 }, { inputTokens: 2, estimated: true }],
    { inputTokens: 3, estimated: true },
  ],
])('the usage of several answers: %s', (_what, usages, sum) => {
  expect(sumUsage(usages)).toEqual(sum);
});
