import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { Secret } from '../lib/secret.ts';
import { UnreadableKeysError, type StoredKey } from './key-store.ts';
import { openStores, type Stores } from './open-stores.ts';
import { readStoredProviders } from './stored-providers.ts';

const KEY = 'AIzaSyStoredKey-000000000000000000-aaaa';
const OTHER = 'AIzaSyStoredKey-000000000000000000-bbbb';
const logger = { warn: vi.fn<() => void>(), info: vi.fn<() => void>() };

let directory: string;
let stores: Stores | undefined;

beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'pollux-keys-'))));
afterEach(() => {
  stores?.close();
  stores = undefined;
  logger.warn.mockClear();
  rmSync(directory, { recursive: true, force: true });
});

function open(secret?: string, previous?: string): Stores {
  stores?.close();
  stores = undefined;
  stores = openStores({
    directory,
    clock: createManualClock(1_900_000_000_000),
    logger,
    encryptionSecret: secret === undefined ? undefined : new Secret(secret),
    previousEncryptionSecret: previous === undefined ? undefined : new Secret(previous),
    responses: { lifetimeMs: 1000, maxBytes: 1000 },
  });
  return stores;
}

function stored(text: string | undefined, fingerprint: string): StoredKey {
  const secret = text === undefined ? undefined : new Secret(text);
  return { fingerprint, createdMs: 1, settings: { name: 'n' }, secret };
}

function save({ keys }: Stores, ...all: readonly StoredKey[]): void {
  keys.save(
    'gemini',
    all.map((key) => keys.seal('gemini', key)),
  );
}

const revealed = (): (string | undefined)[] =>
  (stores?.keys.load('gemini') ?? []).map(({ secret }) => secret?.reveal());

describe('stored keys', () => {
  it('come back as they were, and lie sealed on the disk', () => {
    save(open(), stored(KEY, 'f1'), stored(undefined, 'f2'));
    for (const name of readdirSync(directory))
      expect(readFileSync(join(directory, name)).includes(KEY.slice(8))).toBe(false);
    open();
    expect(revealed()).toEqual([KEY, undefined]);
    expect(stores?.keys.load('gemini')[0]).toMatchObject({
      fingerprint: 'f1',
      createdMs: 1,
      settings: { name: 'n' },
    });
  });

  it.each([
    ['but not that the provider had some, where it runs', true, [['gemini', 0]]],
    ['and the provider with the last one, where it does not', false, []],
  ] as const)('are forgotten when they are removed, %s', (_what, runs, left) => {
    save(open(), stored(KEY, 'f1'), stored(OTHER, 'f2'), stored(undefined, 'f3'));
    stores?.keys.remove('gemini', 'f1', runs);
    expect(readStoredProviders(directory).counts).toEqual(new Map([['gemini', 1]]));
    stores?.keys.remove('gemini', 'f2', runs);
    expect(revealed()).toEqual([undefined]);
    expect(readStoredProviders(directory).counts).toEqual(new Map(left));
  });

  it('do not open with another encryption key, which is an error and no empty store', () => {
    save(open('one'), stored(KEY, 'f1'));
    expect(() => open('two')).toThrow(UnreadableKeysError);
    open('one');
    expect(revealed()).toEqual([KEY]);
  });

  it('are not given up for a key file that was emptied', () => {
    save(open(), stored(KEY, 'f1'));
    stores?.close();
    writeFileSync(join(directory, 'encryption.key'), '');
    stores = undefined;
    expect(() => open()).toThrow(/encryption\.key is empty/u);
  });

  it.each([
    ['from the file to a secret', undefined, 'two', undefined],
    ['from one secret to the next', 'one', 'two', 'one'],
    ['from a secret to the file', 'one', undefined, 'one'],
  ])('are sealed anew when the encryption key changes %s', (_what, before, after, previous) => {
    save(open(before), stored(KEY, 'f1'));
    open(after, previous);
    expect(revealed()).toEqual([KEY]);
    open(after);
    expect(revealed()).toEqual([KEY]);
  });

  it('that were moved to another row do not open; the others do, and the log tells of it', () => {
    save(open(), stored(KEY, 'f1'), stored(OTHER, 'f2'));
    stores?.close();
    const database = new DatabaseSync(join(directory, 'pollux.db'));
    database.exec("UPDATE pool_keys SET fingerprint = 'f3' WHERE fingerprint = 'f2'");
    database.close();
    stores = undefined;
    open();
    expect(revealed()).toEqual([KEY]);
    expect(logger.warn).toHaveBeenCalledWith(
      { provider: 'gemini', keyId: 'f3' },
      expect.stringContaining('damaged'),
    );
  });
});

describe('looking for stored providers', () => {
  it('makes nothing where there is nothing', () => {
    expect(readStoredProviders(join(directory, 'nowhere')).counts.size).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says why it cannot tell', () => {
    writeFileSync(join(directory, 'pollux.db'), 'this is no database, it is only text'.repeat(100));
    expect(readStoredProviders(directory).trouble).toMatch(/not a database/u);
  });
});
