import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { createSeededRandom } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';
import type { Verdict } from '../providers/verdict.ts';
import type { Bucket } from './bucket.ts';
import { openKeyPool } from './create-key-pool.ts';
import { createPoolCore } from './create-pool-core.ts';
import { perMinute, refuse, START_MS } from './key-pool.fixture.ts';
import { keyIdOf, fingerprintOf } from './pool-key.ts';
import type { PoolCore } from './pool-core.ts';
import type { KeyConfig, KeyPool, Lease } from './pool.ts';
import { projectUsableAt } from './project.ts';
import { strategyNames } from './strategies/create-strategy.ts';

const KEYS = 6;
const MODELS = ['one', 'two'];
const PROJECTS = [undefined, 'p1', 'p2'];
const secrets = Array.from(
  { length: KEYS },
  (_, index) => new Secret(`AIzaSyPropertyKey${index}-abcdefghij`),
);
const ids = secrets.map((secret) => keyIdOf(fingerprintOf(secret)));

const verdicts: readonly Verdict[] = [
  perMinute(),
  perMinute(5000, 3),
  refuse({ kind: 'bucket_day', limits: [] }),
  refuse({ kind: 'key_dead', reason: 'invalid' }),
  refuse({ kind: 'key_quarantine', reason: 'suspended', forMs: 60_000, maxProbes: 2 }),
  refuse({ kind: 'project_quarantine', reason: 'billing', forMs: 30_000 }),
  refuse({ kind: 'project_dead', reason: 'closed' }),
  refuse({ kind: 'none' }, { project: 'p1' }),
  refuse({ kind: 'none' }, { project: '4711' }),
  refuse({ kind: 'model_failure', reason: 'overloaded' }, { fault: 'model' }),
];

interface World {
  readonly core: PoolCore;
  readonly pool: KeyPool;
  readonly clock: ReturnType<typeof createManualClock>;
  readonly leases: Lease[];
  waiting: number;
  readonly took: Lease[];
}

type Step = (world: World) => void;

const anyKey = fc.integer({ min: 0, max: KEYS - 1 });
const settings = fc.record({
  project: fc.constantFrom(...PROJECTS),
  weight: fc.constantFrom(undefined, 1, 5),
  models: fc.constantFrom(undefined, ['one'], ['t*']),
  limits: fc.constantFrom(undefined, { rpm: 3 }),
  disabled: fc.boolean(),
});

function configOf(index: number, fields: Omit<KeyConfig, 'key'>): KeyConfig {
  return { ...fields, key: secrets[index] ?? new Secret('') };
}

async function wait(world: World, model: string): Promise<void> {
  world.waiting += 1;
  const result = await world.pool.acquire({ model, estimatedTokens: 10 }, world.clock.now() + 90_000);
  world.waiting -= 1;
  if (result.type === 'leased') world.took.push(result.lease);
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...MODELS).map((model): Step => ({ pool, leases }) => {
      const result = pool.lease({ model, estimatedTokens: 10 });
      if (result.type === 'leased') leases.push(result.lease);
    }),
  },
  {
    weight: 3,
    arbitrary: fc.nat(50).map((pick): Step => ({ leases }) => {
      leases.splice(pick % Math.max(1, leases.length), 1)[0]?.succeed({ firstByteMs: 5 });
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(50), fc.constantFrom(...verdicts))
      .map(([pick, verdict]): Step => ({ leases }) => {
        leases.splice(pick % Math.max(1, leases.length), 1)[0]?.fail(verdict);
      }),
  },
  fc.nat(50).map((pick): Step => ({ leases }) => {
    leases.splice(pick % Math.max(1, leases.length), 1)[0]?.abandon(false);
  }),
  fc.constantFrom(...MODELS).map(
    (model): Step =>
      (world) =>
        void wait(world, model),
  ),
  fc.tuple(anyKey, settings).map(
    ([index, fields]): Step =>
      ({ pool }) =>
        void pool.addKeys([configOf(index, fields)]),
  ),
  anyKey.map(
    (index): Step =>
      ({ pool }) =>
        void pool.removeKey(ids[index] ?? ''),
  ),
  fc.tuple(anyKey, settings).map(
    ([index, fields]): Step =>
      ({ pool }) =>
        void pool.configureKey(ids[index] ?? '', fields),
  ),
  anyKey.map(
    (index): Step =>
      ({ pool }) =>
        pool.reviveKey(ids[index] ?? ''),
  ),
  fc.constantFrom(100, 5000, 61_000).map(
    (ms): Step =>
      ({ clock }) =>
        clock.advance(ms),
  ),
);

/** What must be true after every step. */
function check({ core }: World): void {
  for (const room of core.rooms.values()) {
    const present = new Set<Bucket>(
      [...new Set(core.projects.values())]
        .map((project) => project.buckets.get(room))
        .filter((bucket) => bucket !== undefined),
    );
    for (const bucket of [...room.ready.values(), ...room.resting.values()])
      expect(present.has(bucket)).toBe(true);
    for (const bucket of present) {
      const homes = Number(room.ready.has(bucket)) + Number(room.resting.has(bucket));
      const usable = projectUsableAt(bucket.project, room.model, core.clock.now()) !== Infinity;
      expect(homes).toBe(usable ? 1 : 0);
      const serving = bucket.project.keys.filter((key) => key.inService && key.serves(room.model));
      expect(bucket.weight).toBe(serving.reduce((sum, { weight }) => sum + weight, 0) || 1);
    }
  }
  for (const [name, project] of core.projects) {
    expect(project.keys.length).toBeGreaterThan(0);
    expect(project.id === name || project.otherNames.includes(name)).toBe(true);
    for (const key of project.keys) {
      expect(core.keysById.get(key.id)).toBe(key);
      expect(key.project).toBe(project);
    }
  }
  for (const key of core.keysById.values()) {
    expect(key.project.keys).toContain(key);
    expect(core.quarantined.has(key)).toBe(key.state === 'quarantined' && key.inService);
  }
  expect([...core.quarantined].every((key) => core.keysById.get(key.id) === key)).toBe(true);
}

it.each(strategyNames)('keys that come and go at random leave nothing behind under %s', async (strategy) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 80 }), async (steps) => {
      const clock = createManualClock(START_MS);
      const core = createPoolCore({
        provider: 'gemini',
        keys: [configOf(0, {}), configOf(1, {}), configOf(2, { project: 'p1' })],
        strategy,
        clock,
        random: createSeededRandom(1),
        dayZone: 'America/Los_Angeles',
        breaker: { failureThreshold: 5, recoveryTimeoutMs: 60_000, successThreshold: 3 },
        onChange: () => {},
      });
      const world: World = { core, pool: openKeyPool(core), clock, leases: [], waiting: 0, took: [] };
      for (const run of steps) {
        const usable = new Set(
          [...core.keysById.values()].filter((key) => key.inService).map(({ id }) => id),
        );
        const before = world.leases.length;
        run(world);
        for (const lease of world.leases.slice(before)) expect(usable.has(lease.keyId)).toBe(true);
        check(world);
      }
      await new Promise((resolve) => setImmediate(resolve));
      for (const lease of [...world.leases, ...world.took]) lease.succeed({ firstByteMs: 1 });
      check(world);
      world.pool.close();
      await new Promise((resolve) => setImmediate(resolve));
      for (const lease of world.took) lease.abandon(false);
      expect(world.waiting).toBe(0);
      for (const key of core.keysById.values()) expect(key.inFlight).toBe(0);
      for (const room of core.rooms.values()) {
        expect(room.inFlight).toBe(0);
        expect(room.waiters.size).toBe(0);
        for (const project of core.projects.values())
          expect(project.buckets.get(room)?.inFlight ?? 0).toBe(0);
      }
    }),
    { numRuns: 150 },
  );
});
