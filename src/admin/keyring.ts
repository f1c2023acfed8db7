// The keys of one provider and where they come from: the configuration, or somebody at run time. Kept in step with the
// store; what they are worth is the pool's business.

import { inSlices } from '../lib/in-slices.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Secret } from '../lib/secret.ts';
import { fingerprintOf, keyIdOf } from '../pool/pool-key.ts';
import type { KeyConfig, KeySettings } from '../pool/pool.ts';
import type { KeyStore, SealedKey } from '../store/key-store.ts';
import { writeOrRefuse } from '../store/write-or-refuse.ts';
import { settingsUnder } from './key-overlay.ts';

/** `id` and `fingerprint` are made from the credential, and stay the same over restarts. */
export interface KeyRecord {
  readonly id: string;
  readonly fingerprint: string;
  readonly secret: Secret;
  /** `settings`: it stands in the file or the environment. */
  readonly source: 'settings' | 'added';
  /** As configured; nothing for an added key. */
  readonly base: KeySettings;
  /** Unix ms at which it was added, or first changed. */
  readonly createdMs: number;
  /** What was said at run time. */
  readonly overlay: JsonObject;
  /** The store has the credential: it is there still when it leaves the configuration. */
  readonly sealed: boolean;
}

/** `records` is live: it shows what was put and dropped since. */
export interface Keyring {
  readonly provider: string;
  /** By id, the configured ones first. */
  readonly records: ReadonlyMap<string, KeyRecord>;
  /** As the pool takes them. */
  configs(): readonly KeyConfig[];
  /** Keeps new or changed ones. Throws GatewayError `not_stored`, and nothing has changed then. */
  put(records: readonly KeyRecord[]): void;
  /** The same for thousands: others have their turn while they are sealed. Rejects as `put` throws. */
  putMany(records: readonly KeyRecord[]): Promise<void>;
  /** Forgets one, and with the last one a provider that does not run. Throws GatewayError `not_stored`, and it is still there then. */
  drop(record: KeyRecord, runs: boolean): void;
}

/** Puts together what is configured and what is stored. Throws when the store cannot be read. */
export function createKeyring(provider: string, configured: readonly KeyConfig[], store: KeyStore): Keyring {
  const stored = new Map(store.load(provider).map((key) => [key.fingerprint, key]));
  const records = new Map<string, KeyRecord>();
  for (const { key: secret, ...base } of configured) {
    const fingerprint = fingerprintOf(secret);
    const id = keyIdOf(fingerprint);
    if (records.has(id)) continue;
    const row = stored.get(fingerprint);
    const { createdMs = 0, settings: overlay = {} } = row ?? {};
    const sealed = row?.secret !== undefined;
    records.set(id, { id, fingerprint, secret, source: 'settings', base, createdMs, overlay, sealed });
    stored.delete(fingerprint);
  }
  for (const { fingerprint, secret, createdMs, settings: overlay } of stored.values()) {
    // Settings of a key that has left the configuration wait for its return.
    if (secret === undefined) continue;
    const id = keyIdOf(fingerprint);
    records.set(id, { id, fingerprint, secret, source: 'added', base: {}, createdMs, overlay, sealed: true });
  }
  function seal({ fingerprint, createdMs, overlay: settings, secret, sealed }: KeyRecord): SealedKey {
    return store.seal(provider, { fingerprint, createdMs, settings, secret: sealed ? secret : undefined });
  }

  function keep(changed: readonly KeyRecord[], rows: readonly SealedKey[]): void {
    writeOrRefuse(() => store.save(provider, rows));
    for (const record of changed) records.set(record.id, record);
  }

  return {
    provider,
    records,
    configs: () => [...records.values()].map(configOf),
    put: (changed) => keep(changed, changed.map(seal)),
    async putMany(changed) {
      const rows: SealedKey[] = [];
      await inSlices(changed, (slice) => void rows.push(...slice.map(seal)));
      keep(changed, rows);
    },
    drop(record, runs) {
      writeOrRefuse(() => store.remove(provider, record.fingerprint, runs));
      records.delete(record.id);
    },
  };
}

/** A key with the settings in force. */
export function configOf({ secret, base, overlay }: KeyRecord): KeyConfig {
  return { ...settingsUnder(base, overlay), key: secret };
}
