import { describe, expect, it } from 'vitest';
import { createBoundedChildren, createBoundedPairs } from './bounded-children.ts';

describe('bounded label children', () => {
  it('makes one child a name', () => {
    let made = 0;
    const child = createBoundedChildren((name) => ({ name, number: ++made }), 10);
    expect(child('a')).toBe(child('a'));
    expect(child('b')).not.toBe(child('a'));
    expect(made).toBe(2);
  });

  it('gathers names past the limit in one child, and keeps those before it', () => {
    const child = createBoundedChildren((name) => ({ name }), 2);
    const first = child('a');
    child('b');
    const names = Array.from({ length: 1000 }, (_, index) => child(`flood-${index}`).name);
    expect(new Set(names)).toEqual(new Set(['other']));
    expect(child('a')).toBe(first);
  });

  it('bounds both labels of a pair', () => {
    const seen = new Set<string>();
    const child = createBoundedPairs(
      (first, second) => (seen.add(`${first}/${second}`), { first, second }),
      3,
    );
    for (let index = 0; index < 500; index++) child(`provider-${index % 50}`, `model-${index}`);
    expect(seen.size).toBeLessThanOrEqual(4 * 4);
    expect(child('unseen', 'unseen')).toEqual({ first: 'other', second: 'other' });
  });
});
