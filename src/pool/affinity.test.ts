import { expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { Affinity } from './affinity.ts';
import { createPoolKey, type PoolKey } from './pool-key.ts';
import { createProject } from './project.ts';

const HOUR_MS = 3_600_000;

function keyNamed(name: string): PoolKey {
  return createPoolKey({ key: new Secret(name) }, name, createProject(name), { averageMs: undefined });
}

const [one, other] = [keyNamed('key-number-one'), keyNamed('key-number-two')];

it('knows the key that served a conversation last, for an hour', () => {
  const affinity = new Affinity();
  affinity.set('talk', one, 0);
  affinity.set('talk', other, 1000);
  expect(affinity.get('talk', 1000 + HOUR_MS - 1)).toBe(other);
  expect(affinity.get('talk', 1000 + HOUR_MS)).toBeUndefined();
  expect(affinity.get('another talk', 1000)).toBeUndefined();
});

it('keeps what is used and forgets what is not, however many conversations come', () => {
  const affinity = new Affinity();
  affinity.set('left', one, 0);
  let most = 0;
  for (let number = 0; number < 50_000; number++) {
    affinity.set(`talk ${number}`, one, 0);
    if (number % 1000 === 0) affinity.set('used', other, 0);
    most = Math.max(most, affinity.size);
  }
  expect([affinity.get('used', 0), affinity.get('left', 0)]).toEqual([other, undefined]);
  expect(affinity.get('talk 40000', 0)).toBe(one);
  expect(most).toBeLessThanOrEqual(20_000);
});
