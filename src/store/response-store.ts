// Keeps answers that clients want to come back to by their ids, sealed and bound to the client that made them.
// Knows no wire format: what it keeps are JSON objects.

import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../lib/clock.ts';
import { isObject, tryParseJson, type JsonObject } from '../lib/json.ts';
import { openDatabase } from './open-database.ts';
import { pageOf, type Page, type Paging } from './response-page.ts';
import { createRowSeal, type SealedValue } from './row-seal.ts';
import { writeOrRefuse } from './write-or-refuse.ts';

/** One answer with what led to it. */
export interface StoredResponse {
  /** The answer as the client got it. */
  readonly response: JsonObject;
  /** The whole input, that of the answers before it included, each item with an `id`. */
  readonly input: readonly JsonObject[];
}

/** Lifetime counts from the moment an answer is kept; reading it does not prolong it. */
export interface ResponseStoreOptions {
  readonly clock: Clock;
  /** 32 bytes. With another key than they were written with, answers read as unknown. */
  readonly encryptionKey: Buffer;
  readonly lifetimeMs: number;
  /** Ceiling on the sum of all kept answers; the oldest make room. An answer that alone is larger is not kept. */
  readonly maxBytes: number;
}

/** Answers are found only with the name of the client that made them. */
export interface ResponseStore {
  /** Keeps an answer. False when it could not be kept; never throws. */
  save(client: string, id: string, value: StoredResponse): boolean;
  /** Undefined when unknown, expired, or another client's. Throws when the database fails. */
  load(client: string, id: string): StoredResponse | undefined;
  /** True when there was such an answer. Throws GatewayError `not_stored` when the database fails. */
  delete(client: string, id: string): boolean;
  /** A page of the answer's input; undefined as with `load`. */
  inputItems(client: string, id: string, paging: Paging): Page | undefined;
}

/** Creates a store on a database opened by `openDatabase`; undefined keeps in memory, until the process ends. */
export function createResponseStore(
  database: DatabaseSync | undefined,
  options: ResponseStoreOptions,
): ResponseStore {
  const { clock, lifetimeMs, maxBytes } = options;
  const seal = createRowSeal(options.encryptionKey);
  const db = database ?? openDatabase(':memory:');
  const insert = db.prepare(
    'INSERT OR REPLACE INTO responses (client, id, created_ms, expires_ms, size_bytes, nonce, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const select = db.prepare(
    'SELECT nonce, sealed FROM responses WHERE client = ? AND id = ? AND expires_ms > ?',
  );
  const remove = db.prepare('DELETE FROM responses WHERE client = ? AND id = ? AND expires_ms > ?');
  const expire = db.prepare('DELETE FROM responses WHERE expires_ms <= ?');
  const total = db.prepare('SELECT coalesce(sum(size_bytes), 0) AS total FROM responses');
  const oldest = db.prepare('SELECT rowid, size_bytes FROM responses ORDER BY created_ms, rowid LIMIT 64');
  const evict = db.prepare('DELETE FROM responses WHERE rowid = ?');

  function makeRoom(needed: number): void {
    let excess = Number(total.get()?.['total'] ?? 0) + needed - maxBytes;
    while (excess > 0) {
      const rows = oldest.all();
      if (rows.length === 0) return;
      for (const row of rows) {
        if (excess <= 0) return;
        evict.run(Number(row['rowid']));
        excess -= Number(row['size_bytes']);
      }
    }
  }

  function write(client: string, id: string, sealed: SealedValue): void {
    const now = clock.now();
    const size = sealed.bytes.length;
    db.exec('BEGIN IMMEDIATE');
    try {
      expire.run(now);
      remove.run(client, id, now);
      makeRoom(size);
      insert.run(client, id, now, now + lifetimeMs, size, sealed.nonce, sealed.bytes);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }

  function load(client: string, id: string): StoredResponse | undefined {
    const row = select.get(client, id, clock.now());
    const { nonce, sealed } = row ?? {};
    if (!(nonce instanceof Uint8Array) || !(sealed instanceof Uint8Array)) return undefined;
    const text = seal.open(client, id, { nonce, bytes: sealed });
    return text === undefined ? undefined : readStored(text);
  }

  return {
    save(client, id, value) {
      try {
        const sealed = seal.close(client, id, JSON.stringify(value));
        if (sealed.bytes.length > maxBytes) return false;
        write(client, id, sealed);
        return true;
      } catch {
        return false;
      }
    },
    load,
    delete: (client, id) => writeOrRefuse(() => remove.run(client, id, clock.now())).changes > 0,
    inputItems(client, id, paging) {
      const stored = load(client, id);
      return stored === undefined ? undefined : pageOf(stored.input, paging);
    },
  };
}

function readStored(text: string): StoredResponse | undefined {
  const value = tryParseJson(text);
  if (!isObject(value) || !isObject(value['response']) || !Array.isArray(value['input'])) return undefined;
  return { response: value['response'], input: value['input'].filter(isObject) };
}
