// Keys that were added at run time, sealed, and what was said at run time of any key. Written at once: whoever adds a key
// is told only when it is kept.

import type { DatabaseSync } from 'node:sqlite';
import { isObject, tryParseJson, type JsonObject } from '../lib/json.ts';
import { Secret } from '../lib/secret.ts';
import { createRowSeal, type RowSeal, type SealedValue } from './row-seal.ts';

/** What the store knows of one key of a provider. */
export interface StoredKey {
  /** SHA-256 of the credential, in hex. */
  readonly fingerprint: string;
  readonly createdMs: number;
  /** What was said of it at run time, as JSON; what is not in it is as configured. */
  readonly settings: JsonObject;
  /** Undefined: a key of the configuration, of which only the settings are kept here. */
  readonly secret: Secret | undefined;
}

/** A key as it is written. */
export interface SealedKey extends Omit<StoredKey, 'secret'> {
  /** Undefined as the secret is. */
  readonly sealed: SealedValue | undefined;
}

/** A key is named by its provider and its fingerprint together: two providers may have the same credential. */
export interface KeyStore {
  /** False: nothing outlives the process. */
  readonly durable: boolean;
  /** The keys of a provider, oldest first. Throws when the database fails. */
  load(provider: string): readonly StoredKey[];
  /** The costly half of keeping a key; touches no database. */
  seal(provider: string, key: StoredKey): SealedKey;
  /** Writes all of them or none. Throws when the database fails. */
  save(provider: string, keys: readonly SealedKey[]): void;
  /** Forgets a key, and with the last one a provider that does not run. Throws when the database fails. */
  remove(provider: string, fingerprint: string, runs: boolean): void;
}

/** `durable` is only reported: whether the database lies on a disk is known to whoever opened it. */
export interface KeyStoreOptions {
  readonly durable: boolean;
  /** 32 bytes. */
  readonly encryptionKey: Buffer;
  /** What rows may have been sealed with before; such rows are sealed anew. */
  readonly formerKeys: readonly Buffer[];
  /** Told of rows that do not open though others do: they were damaged or moved. */
  readonly onDamaged: (provider: string, fingerprint: string) => void;
}

/** No key that is stored opens: the encryption key is another one. */
export class UnreadableKeysError extends Error {
  override readonly name = 'UnreadableKeysError';
}

/** Creates the store and tries all rows. Throws UnreadableKeysError, or what the database throws. */
export function createKeyStore(db: DatabaseSync, options: KeyStoreOptions): KeyStore {
  const seal = createRowSeal(options.encryptionKey);
  const insert = db.prepare(
    'INSERT OR REPLACE INTO pool_keys (provider, fingerprint, created_ms, settings, nonce, sealed) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const remember = db.prepare('INSERT OR IGNORE INTO key_providers (provider) VALUES (?)');
  const select = db.prepare('SELECT * FROM pool_keys WHERE provider = ? ORDER BY created_ms, rowid');
  const remove = db.prepare('DELETE FROM pool_keys WHERE provider = ? AND fingerprint = ?');
  const forget = db.prepare(
    'DELETE FROM key_providers WHERE provider = ? AND provider NOT IN (SELECT provider FROM pool_keys WHERE sealed IS NOT NULL)',
  );

  function sealKey(provider: string, { secret, ...key }: StoredKey): SealedKey {
    const sealed = secret === undefined ? undefined : seal.close(provider, key.fingerprint, secret.reveal());
    return { ...key, sealed };
  }

  function write(provider: string, { fingerprint, createdMs, settings, sealed }: SealedKey): void {
    const text = JSON.stringify(settings);
    insert.run(provider, fingerprint, createdMs, text, sealed?.nonce ?? null, sealed?.bytes ?? null);
    // Remembered: a provider that ran and lost its last key is empty, it is not unknown.
    if (sealed !== undefined) remember.run(provider);
  }

  function allOrNothing(change: () => void): void {
    db.exec('BEGIN IMMEDIATE');
    try {
      change();
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }

  function save(provider: string, keys: readonly SealedKey[]): void {
    // On the disk itself before the answer: a machine that loses its power must not lose a key that it has confirmed.
    db.exec('PRAGMA synchronous = FULL');
    try {
      allOrNothing(() => {
        for (const key of keys) write(provider, key);
      });
    } finally {
      db.exec('PRAGMA synchronous = NORMAL');
    }
  }

  sealAnew(db, seal, options, (provider, key) => save(provider, [sealKey(provider, key)]));
  return {
    durable: options.durable,
    load: (provider) => select.all(provider).flatMap((row) => readRow(row, seal) ?? []),
    seal: sealKey,
    save,
    remove: (provider, fingerprint, runs) =>
      allOrNothing(() => {
        remove.run(provider, fingerprint);
        if (!runs) forget.run(provider);
      }),
  };
}

type Row = Readonly<Record<string, unknown>>;

/** Undefined when the credential does not open. */
function readRow(row: Row, seal: RowSeal): StoredKey | undefined {
  const provider = String(row['provider']);
  const fingerprint = String(row['fingerprint']);
  const { nonce, sealed } = row;
  const settings = tryParseJson(String(row['settings']));
  const key = {
    fingerprint,
    createdMs: Number(row['created_ms']),
    settings: isObject(settings) ? settings : {},
  };
  if (!(nonce instanceof Uint8Array) || !(sealed instanceof Uint8Array)) return { ...key, secret: undefined };
  const text = seal.open(provider, fingerprint, { nonce, bytes: sealed });
  return text === undefined ? undefined : { ...key, secret: new Secret(text) };
}

function sealAnew(
  db: DatabaseSync,
  seal: RowSeal,
  options: KeyStoreOptions,
  save: (provider: string, key: StoredKey) => void,
): void {
  const former = options.formerKeys.map(createRowSeal);
  const closed: Row[] = [];
  let opened = 0;
  for (const row of db.prepare('SELECT * FROM pool_keys WHERE sealed IS NOT NULL').all()) {
    if (readRow(row, seal)) opened++;
    else {
      const key = former.map((one) => readRow(row, one)).find((one) => one !== undefined);
      if (key === undefined) closed.push(row);
      else {
        save(String(row['provider']), key);
        opened++;
      }
    }
  }
  if (closed.length > 0 && opened === 0) {
    throw new UnreadableKeysError(
      `${closed.length} stored provider keys were sealed with another encryption key`,
    );
  }
  for (const row of closed) options.onDamaged(String(row['provider']), String(row['fingerprint']));
}
