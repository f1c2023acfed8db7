import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import type { SavedPoolState } from '../store/saved-pool-state.ts';
import { MODEL, ok, perMinute, refuse, setUp, START_MS } from './key-pool.fixture.ts';
import type { KeyConfig, LeaseResult } from './pool.ts';

const NEW: KeyConfig = { key: new Secret('AIzaSyNewcomer-000000000000000000-neww'), name: 'new' };
const dead = refuse({ kind: 'key_dead', reason: 'invalid' });

const idOf = (fixture: ReturnType<typeof setUp>, name: string): string =>
  fixture.pool.status().find((key) => key.name === name)?.keyId ?? '';

describe('a key that is added', () => {
  it('is leased at once, in rooms that were open before', () => {
    const { pool, take } = setUp(1);
    take().fail(perMinute(60_000));
    const [id] = pool.addKeys([NEW]);
    expect(take().keyId).toBe(id);
  });

  it('goes to those who wait already', async () => {
    const { pool, take, clock } = setUp(1);
    take().fail(perMinute(60_000));
    const waiting = pool.acquire({ model: MODEL, estimatedTokens: 10 }, clock.now() + 120_000);
    const [id] = pool.addKeys([NEW]);
    expect(await waiting).toMatchObject({ type: 'leased', lease: { keyId: id } });
  });

  it('is not taken in twice', () => {
    const { pool } = setUp(1);
    expect(pool.addKeys([NEW, NEW])).toHaveLength(1);
    expect(pool.addKeys([NEW])).toEqual([]);
    expect(pool.status()).toHaveLength(2);
  });

  it('shares the rest of the project that it belongs to', () => {
    const { pool, take, rest } = setUp([{ key: new Secret('AIzaSyFirst-00000000'), project: 'p' }]);
    take().fail(perMinute(60_000));
    pool.addKeys([{ ...NEW, project: 'p' }]);
    expect(rest()).toMatchObject({ reason: 'per_minute' });
  });

  it('is remembered from an earlier life: dead, or what its day has used', () => {
    const saves: SavedPoolState = { keys: [], projects: [], buckets: [], models: [] };
    const first = setUp([NEW, { key: new Secret('AIzaSyOther-00000000'), name: 'other' }], {
      onChange(change) {
        if (change.kind === 'key') (saves.keys as unknown[]).push(change.key);
        if (change.kind === 'bucket') (saves.buckets as unknown[]).push(change.bucket);
      },
    });
    first.take().fail(dead);
    first.take().succeed(ok);
    first.pool.close();
    const { pool } = setUp([]);
    pool.addKeys([NEW, { key: new Secret('AIzaSyOther-00000000'), name: 'other' }], saves);
    expect(pool.status()).toMatchObject([
      { name: 'new', state: 'dead', reason: 'invalid' },
      { name: 'other', state: 'active', buckets: [{ usedToday: 1 }] },
    ]);
  });
});

describe('a key that is removed', () => {
  it('is leased no more, and what runs with it ends as ever', () => {
    const fixture = setUp(2);
    const { pool, take } = fixture;
    const running = take();
    expect(pool.removeKey(running.keyId)).toBe(true);
    expect(pool.removeKey(running.keyId)).toBe(false);
    expect(new Set([take().keyId, take().keyId])).toEqual(new Set([idOf(fixture, 'k1')]));
    running.fail(
      refuse({ kind: 'key_quarantine', reason: 'suspended', forMs: 1000, maxProbes: 1 }, { project: '77' }),
    );
    expect(pool.status().map(({ name }) => name)).toEqual(['k1']);
    expect(pool.dueProbes()).toEqual([]);
  });

  it('leaves those who wait for nothing else without delay', async () => {
    const fixture = setUp(1);
    const { pool, take, clock } = fixture;
    take().fail(perMinute(60_000));
    const waiting = pool.acquire({ model: MODEL, estimatedTokens: 10 }, clock.now() + 120_000);
    pool.removeKey(idOf(fixture, 'k0'));
    expect(await waiting).toMatchObject({ type: 'resting', reason: 'empty' } satisfies Partial<LeaseResult>);
  });

  it('is no favourite of its conversations any more', () => {
    const { pool, take } = setUp(2);
    const lease = take({ affinity: 'talk' });
    lease.succeed(ok);
    pool.removeKey(lease.keyId);
    expect(take({ affinity: 'talk' }).keyId).not.toBe(lease.keyId);
  });
});

describe('a key that is disabled', () => {
  it('is leased no more until it is enabled, with what was known of it', () => {
    const fixture = setUp(1);
    const { pool, take, rest, clock } = fixture;
    const id = idOf(fixture, 'k0');
    take().fail(perMinute(30_000));
    pool.configureKey(id, { name: 'k0', disabled: true });
    expect(pool.status()).toMatchObject([{ state: 'disabled' }]);
    expect(rest().reason).toBe('empty');
    expect(pool.liveKeys()).toEqual([]);
    pool.configureKey(id, { name: 'k0' });
    expect(rest()).toMatchObject({ reason: 'per_minute' });
    clock.advance(40_000);
    expect(take().keyId).toBe(id);
  });

  it('is not probed, and answers nobody that it might be back', () => {
    const fixture = setUp(1);
    const { pool, take, rest, clock } = fixture;
    take().fail(refuse({ kind: 'key_quarantine', reason: 'suspended', forMs: 1000, maxProbes: 3 }));
    pool.configureKey(idOf(fixture, 'k0'), { disabled: true });
    clock.advance(5000);
    expect(pool.dueProbes()).toEqual([]);
    expect(rest()).toEqual({ type: 'resting', reason: 'empty' });
    pool.configureKey(pool.status()[0]?.keyId ?? '', {});
    expect(pool.dueProbes()).toHaveLength(1);
  });
});

describe('a key whose settings change', () => {
  it('moves to another project and shares its rest', () => {
    const fixture = setUp([
      { key: new Secret('AIzaSyFirst-00000000'), name: 'a', project: 'p' },
      { key: new Secret('AIzaSyOther-00000000'), name: 'b' },
    ]);
    const { pool, take, rest } = fixture;
    take().fail(perMinute(60_000));
    pool.configureKey(idOf(fixture, 'b'), { name: 'b', project: 'p' });
    expect(rest()).toMatchObject({ reason: 'per_minute' });
    expect(pool.status().map(({ project }) => project)).toEqual(['p', 'p']);
    pool.configureKey(idOf(fixture, 'b'), { name: 'b' });
    expect(take().keyId).toBe(idOf(fixture, 'b'));
  });

  it('keeps its new limits, and serves its new models alone', () => {
    const fixture = setUp(1);
    const { pool, take, rest } = fixture;
    take({ model: 'first' }).succeed(ok);
    pool.configureKey(idOf(fixture, 'k0'), { models: ['sec*'], limits: { rpm: 1 } });
    expect(rest({ model: 'first' }).reason).toBe('empty');
    take({ model: 'second' }).succeed(ok);
    expect(rest({ model: 'second' })).toMatchObject({
      limit: expect.stringContaining('requests per minute (1)') as string,
    });
  });

  it('keeps the project that the provider has named', () => {
    const fixture = setUp(1);
    const { pool, take } = fixture;
    take().fail(refuse({ kind: 'none' }, { project: '4711' }));
    const id = idOf(fixture, 'k0');
    pool.configureKey(id, { name: 'renamed', project: 'mine' });
    pool.configureKey(id, { name: 'renamed' });
    expect(pool.status()).toMatchObject([{ name: 'renamed', project: '4711' }]);
  });
});

describe('a key that somebody has made sure of', () => {
  it.each([
    ['dead', dead],
    ['in a dead project', refuse({ kind: 'project_dead', reason: 'billing' })],
    ['in quarantine', refuse({ kind: 'key_quarantine', reason: 'suspended', forMs: 60_000, maxProbes: 2 })],
  ])('is back though it was %s', (_what, verdict) => {
    const fixture = setUp(1);
    fixture.take().fail(verdict);
    expect(fixture.pool.status()[0]?.state).not.toBe('active');
    fixture.pool.reviveKey(idOf(fixture, 'k0'));
    expect(fixture.pool.status()).toMatchObject([{ state: 'active' }]);
    fixture.take().succeed(ok);
  });

  it('does not spend again before its account may', () => {
    const fixture = setUp(1);
    fixture
      .take()
      .fail(refuse({ kind: 'bucket_cool', reason: 'spend_rate', retryAfterMs: undefined, limits: [] }));
    fixture.pool.reviveKey(idOf(fixture, 'k0'));
    expect(fixture.rest().untilMs).toBeGreaterThan(START_MS);
  });
});
