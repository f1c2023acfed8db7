// Keeps what pools must remember over a restart. Writes are gathered and made together, off the path of requests.
// A database that fails is reported and done without.

import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Timer } from '../lib/clock.ts';
import { tryParseJson } from '../lib/json.ts';
import type { PoolChange, SavedPoolState } from './saved-pool-state.ts';
import { isSavedBucket, isSavedKey, isSavedModel, isSavedProject } from './saved-shapes.ts';

/** `onTrouble` gets undefined when the database works again. */
export interface PoolStoreOptions {
  readonly clock: Clock;
  /** Changes are written at most this long after they happened; default 1000. */
  readonly flushIntervalMs?: number | undefined;
  /** Told once when the database stops working, and once when it works again. */
  readonly onTrouble?: ((trouble: { readonly message: string } | undefined) => void) | undefined;
}

/** No method throws: without its memory a pool only learns anew. */
export interface PoolStore {
  /** What is known of a provider's pool; an empty state when nothing is, or when it cannot be read. */
  load(provider: string): SavedPoolState;
  /** Remembers a change; only the last one of each thing is written. */
  save(provider: string, change: PoolChange): void;
  /** Writes what has not been written. Never throws. */
  flush(): void;
  /** Writes the rest and stops. Leaves the database open: it belongs to the one who opened it. */
  close(): void;
}

interface Row {
  readonly provider: string;
  readonly kind: PoolChange['kind'];
  readonly id: string;
  readonly body: unknown;
}

/** More than this is not kept for a database that does not come back. */
const MOST_PENDING = 200_000;
const KEPT_MS = 30 * 86_400_000;

/** Creates a store on a database opened by `openDatabase`; undefined: nothing is kept. */
export function createPoolStore(database: DatabaseSync | undefined, options: PoolStoreOptions): PoolStore {
  const { clock, flushIntervalMs = 1000, onTrouble } = options;
  const pending = new Map<string, Row>();
  let timer: Timer | undefined;
  let closed = false;
  let troubled = false;

  /** Runs a piece of work on the database; undefined when it failed, which is reported. */
  function guard<T>(work: (database: DatabaseSync) => T): T | undefined {
    if (!database) return undefined;
    try {
      const result = work(database);
      if (troubled) onTrouble?.(undefined);
      troubled = false;
      return result;
    } catch (error) {
      if (!troubled) onTrouble?.({ message: error instanceof Error ? error.message : String(error) });
      troubled = true;
      return undefined;
    }
  }

  function flush(): void {
    timer?.cancel();
    timer = undefined;
    if (pending.size === 0) return;
    const written = guard((database) => write(database, pending.values()));
    // What could not be written stays and goes with the next batch.
    if (written || !database || pending.size > MOST_PENDING) pending.clear();
    else schedule();
  }

  function schedule(): void {
    if (!closed) timer ??= clock.after(flushIntervalMs, flush);
  }

  return {
    load(provider) {
      guard((database) => prune(database, clock.now() - KEPT_MS));
      return guard((database) => read(database, provider)) ?? emptyState();
    },
    save(provider, change) {
      if (!database || closed) return;
      const row = toRow(provider, change);
      pending.set(`${row.kind}\n${provider}\n${row.id}`, row);
      schedule();
    },
    flush,
    close() {
      closed = true;
      flush();
      timer?.cancel();
    },
  };
}

function emptyState(): SavedPoolState {
  return { keys: [], projects: [], buckets: [], models: [] };
}

function toRow(provider: string, change: PoolChange): Row {
  switch (change.kind) {
    case 'key':
      return { provider, kind: 'key', id: change.key.fingerprint, body: change.key };
    case 'project':
      return { provider, kind: 'project', id: change.project.project, body: change.project };
    case 'bucket':
      return {
        provider,
        kind: 'bucket',
        id: `${change.bucket.project}\n${change.bucket.model}`,
        body: change.bucket,
      };
    case 'model':
      return { provider, kind: 'model', id: change.model.model, body: change.model };
  }
  return change satisfies never;
}

function write(database: DatabaseSync, rows: Iterable<Row>): true {
  database.exec('BEGIN IMMEDIATE');
  try {
    const insert = database.prepare(
      'INSERT INTO pool_state (provider, kind, id, body) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
    );
    for (const { provider, kind, id, body } of rows) insert.run(provider, kind, id, JSON.stringify(body));
    database.exec('COMMIT');
    return true;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Buckets that have not been used for long say nothing any more. */
function prune(database: DatabaseSync, beforeMs: number): void {
  database
    .prepare(
      "DELETE FROM pool_state WHERE kind = 'bucket' AND json_valid(body) AND json_extract(body, '$.dayEndsMs') < ?",
    )
    .run(beforeMs);
}

function read(database: DatabaseSync, provider: string): SavedPoolState {
  const rows = database.prepare('SELECT kind, body FROM pool_state WHERE provider = ?').all(provider);
  const bodies: Record<string, unknown[]> = { key: [], project: [], bucket: [], model: [] };
  for (const { kind, body } of rows) bodies[String(kind)]?.push(tryParseJson(String(body)));
  return {
    keys: bodies['key']?.filter(isSavedKey) ?? [],
    projects: bodies['project']?.filter(isSavedProject) ?? [],
    buckets: bodies['bucket']?.filter(isSavedBucket) ?? [],
    models: bodies['model']?.filter(isSavedModel) ?? [],
  };
}
