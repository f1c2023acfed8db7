// What is kept, for whom, for how long, and what the disk shows of it.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { openDatabase } from './open-database.ts';
import { createResponseStore, type ResponseStoreOptions, type StoredResponse } from './response-store.ts';

const DAY_MS = 86_400_000;
const key = Buffer.alloc(32, 7);
const folders: string[] = [];

function options(fields: Partial<ResponseStoreOptions> = {}): ResponseStoreOptions {
  return {
    clock: createManualClock(1_000),
    encryptionKey: key,
    lifetimeMs: DAY_MS,
    maxBytes: 1_000_000,
    ...fields,
  };
}

function answer(id: string, text = 'hello'): StoredResponse {
  return {
    response: { id, output: [{ id: `msg_${id}`, text }] },
    input: [1, 2, 3, 4, 5].map((n) => ({ id: `in_${n}`, type: 'message' })),
  };
}

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pollux-responses-'));
  folders.push(folder);
  return join(folder, 'state.db');
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('createResponseStore', () => {
  it('gives an answer back to the client that made it, and to no other', () => {
    const store = createResponseStore(undefined, options());
    expect(store.save('alice', 'resp_1', answer('resp_1'))).toBe(true);
    expect(store.load('alice', 'resp_1')).toEqual(answer('resp_1'));
    expect(store.load('bob', 'resp_1')).toBeUndefined();
    expect(store.delete('bob', 'resp_1')).toBe(false);
    expect(store.inputItems('bob', 'resp_1', { limit: 1, order: 'asc' })).toBeUndefined();
    expect(store.load('alice', 'resp_2')).toBeUndefined();
  });

  it('forgets a deleted answer', () => {
    const store = createResponseStore(undefined, options());
    store.save('alice', 'resp_1', answer('resp_1'));
    expect(store.delete('alice', 'resp_1')).toBe(true);
    expect(store.load('alice', 'resp_1')).toBeUndefined();
    expect(store.delete('alice', 'resp_1')).toBe(false);
  });

  it('forgets an answer when its lifetime is over', () => {
    const clock = createManualClock(1_000);
    const store = createResponseStore(undefined, options({ clock }));
    store.save('alice', 'resp_1', answer('resp_1'));
    clock.advance(DAY_MS - 1);
    expect(store.load('alice', 'resp_1')).toBeDefined();
    clock.advance(1);
    expect(store.load('alice', 'resp_1')).toBeUndefined();
    expect(store.delete('alice', 'resp_1')).toBe(false);
  });

  it('lets the oldest answers make room, whoever made them', () => {
    const clock = createManualClock(1_000);
    const database = openDatabase(':memory:');
    const store = createResponseStore(database, options({ clock, maxBytes: 10_000 }));
    const client = (n: number): string => (n % 2 === 0 ? 'alice' : 'bob');
    for (let n = 0; n < 200; n++) {
      expect(store.save(client(n), `resp_${n}`, answer(`resp_${n}`, 'x'.repeat(700)))).toBe(true);
      clock.advance(1);
    }
    const sum = database.prepare('SELECT sum(size_bytes) AS sum FROM responses').get()?.['sum'];
    expect(Number(sum)).toBeLessThanOrEqual(10_000);
    expect(Number(sum)).toBeGreaterThan(8_000);
    expect(store.load(client(199), 'resp_199')).toBeDefined();
    expect(store.load(client(198), 'resp_198')).toBeDefined();
    expect(store.load(client(0), 'resp_0')).toBeUndefined();
    database.close();
  });

  it('does not empty itself for an answer that can never fit', () => {
    const store = createResponseStore(undefined, options({ maxBytes: 2_000 }));
    store.save('alice', 'resp_1', answer('resp_1'));
    expect(store.save('alice', 'resp_2', answer('resp_2', 'x'.repeat(3_000)))).toBe(false);
    expect(store.load('alice', 'resp_1')).toBeDefined();
  });

  it('replaces an answer without counting it twice', () => {
    const store = createResponseStore(undefined, options({ maxBytes: 2_000 }));
    store.save('alice', 'resp_other', answer('resp_other'));
    for (const text of ['a', 'b', 'c'].map((letter) => letter.repeat(1_200))) {
      store.save('alice', 'resp_1', answer('resp_1', text));
    }
    expect(store.load('alice', 'resp_1')).toEqual(answer('resp_1', 'c'.repeat(1_200)));
    expect(store.load('alice', 'resp_other')).toBeDefined();
  });

  it('still knows its answers after a restart, and only with the same key', () => {
    const path = newFile();
    const first = openDatabase(path);
    createResponseStore(first, options()).save('alice', 'resp_1', answer('resp_1'));
    first.close();
    const second = openDatabase(path);
    expect(createResponseStore(second, options()).load('alice', 'resp_1')).toEqual(answer('resp_1'));
    const stranger = createResponseStore(second, options({ encryptionKey: Buffer.alloc(32, 8) }));
    expect(stranger.load('alice', 'resp_1')).toBeUndefined();
    second.close();
  });

  it('leaves nothing readable on the disk', () => {
    const path = newFile();
    const database = openDatabase(path);
    createResponseStore(database, options()).save('alice', 'resp_1', answer('resp_1', 'a very secret word'));
    database.close();
    const bytes = readFileSync(path);
    expect(bytes.includes('resp_1')).toBe(true);
    expect(bytes.includes('secret')).toBe(false);
  });

  it('does not open a row that was moved to another client or id', () => {
    const database = openDatabase(':memory:');
    const store = createResponseStore(database, options());
    store.save('alice', 'resp_1', answer('resp_1'));
    database.exec("UPDATE responses SET client = 'bob'");
    expect(store.load('bob', 'resp_1')).toBeUndefined();
    database.exec("UPDATE responses SET client = 'alice', id = 'resp_2'");
    expect(store.load('alice', 'resp_2')).toBeUndefined();
    database.exec("UPDATE responses SET id = 'resp_1'");
    expect(store.load('alice', 'resp_1')).toBeDefined();
    database.close();
  });

  it('never uses a nonce twice', () => {
    const database = openDatabase(':memory:');
    const store = createResponseStore(database, options());
    for (let n = 0; n < 50; n++) store.save('alice', `resp_${n}`, answer('same'));
    const row = database.prepare('SELECT count(DISTINCT hex(nonce)) AS count FROM responses').get();
    expect(row?.['count']).toBe(50);
    database.close();
  });

  it('says that it could not keep an answer when the database is gone', () => {
    const database = openDatabase(':memory:');
    const store = createResponseStore(database, options());
    database.close();
    expect(store.save('alice', 'resp_1', answer('resp_1'))).toBe(false);
  });

  it('refuses a key of the wrong size', () => {
    expect(() => createResponseStore(undefined, options({ encryptionKey: Buffer.alloc(16) }))).toThrow(
      RangeError,
    );
  });
});

describe('inputItems', () => {
  const store = createResponseStore(undefined, options());
  store.save('alice', 'resp_1', answer('resp_1'));
  const pages = [
    { paging: { limit: 2, order: 'asc' }, ids: ['in_1', 'in_2'], hasMore: true },
    { paging: { limit: 2, order: 'asc', after: 'in_2' }, ids: ['in_3', 'in_4'], hasMore: true },
    { paging: { limit: 2, order: 'asc', after: 'in_4' }, ids: ['in_5'], hasMore: false },
    { paging: { limit: 2, order: 'desc' }, ids: ['in_5', 'in_4'], hasMore: true },
    { paging: { limit: 3, order: 'desc', after: 'in_4' }, ids: ['in_3', 'in_2', 'in_1'], hasMore: false },
    { paging: { limit: 20, order: 'desc', after: 'in_9' }, ids: [], hasMore: false },
  ] as const;
  for (const { paging, ids, hasMore } of pages) {
    it(`pages ${JSON.stringify(paging)}`, () => {
      const page = store.inputItems('alice', 'resp_1', paging);
      expect(page?.items.map((item) => item['id'])).toEqual(ids);
      expect(page?.hasMore).toBe(hasMore);
    });
  }
});
