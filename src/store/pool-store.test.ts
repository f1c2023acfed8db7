import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { openDatabase } from './open-database.ts';
import { createPoolStore } from './pool-store.ts';
import type { PoolChange, SavedBucket } from './saved-pool-state.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pollux-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bucket: SavedBucket = {
  project: 'p',
  model: 'm',
  reason: 'per_day',
  untilMs: 2000,
  level: 1,
  limits: [{ kind: 'rpd', value: 250, atMs: 1000 }],
  dayEndsMs: 3000,
  dayRequests: 17,
  dayTokens: 1700,
};
const changes: readonly PoolChange[] = [
  { kind: 'key', key: { fingerprint: 'abc', state: 'dead', reason: 'invalid' } },
  { kind: 'project', project: { project: 'p', reason: 'prepay_depleted', untilMs: 5000 } },
  { kind: 'bucket', bucket },
  { kind: 'model', model: { model: 'old', retiredUntilMs: 9000 } },
];

describe('pool store', () => {
  it('gives back what was saved, after a restart', () => {
    const path = join(folder, 'deep', 'pollux.db');
    const database = openDatabase(path);
    const store = createPoolStore(database, { clock: createManualClock(0) });
    for (const change of changes) store.save('gemini', change);
    store.close();
    database.close();
    const again = createPoolStore(openDatabase(path), { clock: createManualClock(0) });
    expect(again.load('gemini')).toEqual({
      keys: [{ fingerprint: 'abc', state: 'dead', reason: 'invalid' }],
      projects: [{ project: 'p', reason: 'prepay_depleted', untilMs: 5000 }],
      buckets: [bucket],
      models: [{ model: 'old', retiredUntilMs: 9000 }],
    });
    expect(again.load('openai')).toEqual({ keys: [], projects: [], buckets: [], models: [] });
  });

  it('gathers changes, writes the last of each, and leaves no timer behind', () => {
    const clock = createManualClock(0);
    const database = openDatabase(':memory:');
    const store = createPoolStore(database, { clock, flushIntervalMs: 500 });
    for (let dayRequests = 0; dayRequests < 100; dayRequests++) {
      store.save('gemini', { kind: 'bucket', bucket: { ...bucket, dayRequests } });
    }
    expect(clock.pending()).toBe(1);
    expect(store.load('gemini').buckets).toEqual([]);
    clock.advance(500);
    expect(store.load('gemini').buckets).toEqual([{ ...bucket, dayRequests: 99 }]);
    expect(clock.pending()).toBe(0);
    store.close();
  });

  it('goes on without a database that fails, says so once, and writes what it held when it is back', () => {
    const clock = createManualClock(0);
    const path = join(folder, 'pollux.db');
    const database = openDatabase(path);
    database.exec('PRAGMA busy_timeout = 0');
    const other = openDatabase(path);
    const troubles: (string | undefined)[] = [];
    const store = createPoolStore(database, {
      clock,
      onTrouble: (trouble) => troubles.push(trouble?.message),
    });
    other.exec('BEGIN IMMEDIATE');
    store.save('gemini', { kind: 'bucket', bucket });
    clock.advance(3000);
    expect(troubles).toEqual([expect.stringContaining('locked')]);
    other.exec('ROLLBACK');
    clock.advance(1000);
    expect(troubles).toEqual([expect.stringContaining('locked'), undefined]);
    expect(store.load('gemini').buckets).toEqual([bucket]);
    store.close();
    other.close();
    database.close();
  });

  it('works without any database', () => {
    const clock = createManualClock(0);
    const store = createPoolStore(undefined, { clock });
    store.save('gemini', { kind: 'bucket', bucket });
    store.close();
    expect(store.load('gemini').buckets).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  it('passes over rows that it does not understand', () => {
    const database = openDatabase(':memory:');
    const insert = database.prepare('INSERT INTO pool_state VALUES (?, ?, ?, ?)');
    insert.run('gemini', 'key', 'a', '{"fingerprint":"a","state":"dead"}');
    insert.run('gemini', 'key', 'b', '{"state":"dead"}');
    insert.run('gemini', 'key', 'c', 'not JSON');
    insert.run('gemini', 'comet', 'd', '{}');
    const store = createPoolStore(database, { clock: createManualClock(0) });
    expect(store.load('gemini').keys).toEqual([{ fingerprint: 'a', state: 'dead' }]);
  });
});

describe('openDatabase', () => {
  it('has statements wait for another process no longer than requests can stand still', () => {
    const database = openDatabase(':memory:');
    expect(Number(database.prepare('PRAGMA busy_timeout').get()?.['timeout'])).toBeLessThanOrEqual(50);
    database.close();
  });

  it('refuses a damaged file and leaves it as it was', () => {
    const path = join(folder, 'pollux.db');
    const damaged = 'this is no database at all, but it is long enough to have a header of its own'.repeat(
      100,
    );
    writeFileSync(path, damaged);
    expect(() => openDatabase(path)).toThrow(/database/u);
    expect(readFileSync(path, 'utf8')).toBe(damaged);
  });

  it('refuses a file of a later version', () => {
    const path = join(folder, 'pollux.db');
    const database = openDatabase(path);
    database.exec('PRAGMA user_version = 9999');
    database.close();
    expect(() => openDatabase(path)).toThrow(/version 9999/u);
  });
});
