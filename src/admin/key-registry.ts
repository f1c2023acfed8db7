// Adds, changes, tests and removes keys while the gateway runs: store and pool in step, the store first.

import { showName } from '../config/setting-path.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { inSlices } from '../lib/in-slices.ts';
import type { Secret } from '../lib/secret.ts';
import type { KeyCheck } from '../pipeline/validate-keys.ts';
import { fingerprintOf, keyIdOf } from '../pool/pool-key.ts';
import type { KeyConfig, KeyPool } from '../pool/pool.ts';
import type { SavedPoolState } from '../store/saved-pool-state.ts';
import { applyPatch, type KeyPatch } from './key-overlay.ts';
import { configOf, type KeyRecord, type Keyring } from './keyring.ts';
import type { UploadedKey } from './parse-key-upload.ts';

/** One provider as far as its keys go. */
export interface KeyHolder {
  readonly keyring: Keyring;
  /** Undefined: it is not running, and its keys wait for the next start. */
  readonly pool: KeyPool | undefined;
  /** It is asked without a credential. */
  readonly keyless: boolean;
  /** Asks the provider about a key, without spending quota. */
  check(keyId: string, secret: Secret): Promise<KeyCheck>;
  /** The key is no more. */
  forget(keyId: string): void;
}

/** `holders` by the provider's name in the settings. */
export interface KeyRegistryOptions {
  readonly holders: ReadonlyMap<string, KeyHolder>;
  /** The holder of a known provider that does not run, whose keys wait for the next start; undefined: there can be none. */
  idleHolder(provider: string): KeyHolder | undefined;
  /** Answers come from the simulator, which takes no keys. */
  readonly simulated: boolean;
  nowMs(): number;
  /** What was known of a provider's keys before. */
  savedState(provider: string): SavedPoolState;
  /** From now on the secret is masked wherever it stands. */
  protect(secret: Secret): void;
  /** One line for the log. */
  audit(
    event: string,
    fields: { readonly provider: string; readonly key: string; readonly id: string },
  ): void;
}

interface AddResult {
  readonly key: string;
  readonly id?: string | undefined;
  readonly result: 'added' | 'stored' | 'duplicate' | 'invalid';
  readonly message?: string | undefined;
}

/** A key as it was when it was found: a change gives a new `record`. */
export interface FoundKey {
  readonly holder: KeyHolder;
  readonly record: KeyRecord;
}

/** Whoever changes keys at run time goes through it, or store and pool would differ. */
export interface KeyRegistry {
  readonly holders: ReadonlyMap<string, KeyHolder>;
  /** Throws GatewayError `resource_not_found`, or `conflict` when several providers have the key and none is named. */
  find(id: string, provider: string | undefined): FoundKey;
  /** Takes in those that are new, all or none. Rejects with GatewayError when the provider takes no keys, or the disk none. */
  add(provider: string | undefined, keys: readonly UploadedKey[]): Promise<readonly AddResult[]>;
  change(found: FoundKey, patch: KeyPatch): FoundKey;
  /** Throws GatewayError `conflict` for a key of the configuration. */
  remove(found: FoundKey): void;
  test(found: FoundKey): Promise<KeyCheck>;
}

/** Creates the registry. */
export function createKeyRegistry(options: KeyRegistryOptions): KeyRegistry {
  const { holders } = options;
  const note = (event: string, { holder, record }: FoundKey): void =>
    options.audit(event, { provider: holder.keyring.provider, key: record.secret.masked, id: record.id });

  let lastAdded: Promise<unknown> = Promise.resolve();

  async function addAll(holder: KeyHolder, uploaded: readonly UploadedKey[]): Promise<readonly AddResult[]> {
    const { keyring, pool } = holder;
    const fresh = new Map<string, KeyRecord>();
    const createdMs = options.nowMs();
    const results: AddResult[] = [];
    const receive = (one: UploadedKey): AddResult => {
      if (one.type === 'invalid') return { key: one.masked, result: 'invalid', message: one.message };
      const record = recordOf(one.config, createdMs);
      const { id, secret } = record;
      options.protect(secret);
      if (keyring.records.has(id) || fresh.has(id)) return { key: secret.masked, id, result: 'duplicate' };
      fresh.set(id, record);
      return { key: secret.masked, id, result: pool ? 'added' : 'stored' };
    };
    await inSlices(uploaded, (slice) => void results.push(...slice.map(receive)));
    const records = [...fresh.values()];
    if (records.length === 0) return results;
    await keyring.putMany(records);
    const saved = options.savedState(keyring.provider);
    await inSlices(records, (slice) => {
      // As they are by now: some may have been changed or removed since they were kept.
      const current = slice.flatMap(({ id }) => keyring.records.get(id) ?? []);
      pool?.addKeys(current.map(configOf), saved);
      for (const record of slice) note('key_added', { holder, record });
    });
    return results;
  }

  return {
    holders,
    find(id, provider) {
      const found: FoundKey[] = [];
      for (const holder of holders.values()) {
        const record = holder.keyring.records.get(id);
        if (record && (provider === undefined || provider === holder.keyring.provider))
          found.push({ holder, record });
      }
      const [first, second] = found;
      if (!first)
        throw new GatewayError('resource_not_found', 'There is no key of that id.', { param: 'id' });
      if (!second) return first;
      const names = found.map(({ holder }) => holder.keyring.provider).join(', ');
      throw new GatewayError(
        'conflict',
        `Several providers have this key (${names}); name one by ?provider=.`,
      );
    },
    add(provider, uploaded) {
      // One call after the other: each has to know what the one before has taken in.
      const added = lastAdded.then(() => addAll(holderFor(options, provider), uploaded));
      lastAdded = added.catch(() => {});
      return added;
    },
    change({ holder, record }, patch) {
      const changed = {
        ...record,
        createdMs: record.createdMs || options.nowMs(),
        overlay: applyPatch(record.overlay, patch),
      };
      holder.keyring.put([changed]);
      const { key: _, ...settings } = configOf(changed);
      holder.pool?.configureKey(record.id, settings);
      const found = { holder, record: changed };
      note(
        patch.enabled === undefined ? 'key_changed' : patch.enabled ? 'key_enabled' : 'key_disabled',
        found,
      );
      return found;
    },
    remove(found) {
      const { holder, record } = found;
      if (record.source === 'settings') {
        const message = `${record.secret.masked} stands in the settings and would be back after a restart; remove it there, or disable it here.`;
        throw new GatewayError('conflict', message);
      }
      holder.keyring.drop(record, holder.pool !== undefined);
      holder.pool?.removeKey(record.id);
      holder.forget(record.id);
      note('key_removed', found);
    },
    async test(found) {
      const { holder, record } = found;
      const check = await holder.check(record.id, record.secret);
      note(check.ok ? 'key_tested_ok' : 'key_tested_refused', found);
      return check;
    },
  };
}

function recordOf({ key: secret, ...settings }: KeyConfig, createdMs: number): KeyRecord {
  const fingerprint = fingerprintOf(secret);
  const overlay = applyPatch({}, settings);
  return {
    id: keyIdOf(fingerprint),
    fingerprint,
    secret,
    source: 'added',
    base: {},
    createdMs,
    overlay,
    sealed: true,
  };
}

/** The one to add keys to. */
function holderFor(options: KeyRegistryOptions, provider: string | undefined): KeyHolder {
  const { holders } = options;
  if (options.simulated) {
    const idle = options.idleHolder(provider ?? 'gemini');
    if (idle) return idle;
    throw new GatewayError(
      'conflict',
      'This gateway answers from its simulator, which needs no keys; start it with a provider configured, e.g. GEMINI_API_KEYS, and not to simulate.',
    );
  }
  const names = [...holders.keys()];
  const [only = ''] = names;
  if (provider === undefined && names.length !== 1)
    throw new GatewayError('invalid_request', `Name the provider; configured here: ${names.join(', ')}.`, {
      param: 'provider',
    });
  const name = provider ?? only;
  const holder = holders.get(name) ?? options.idleHolder(name);
  if (!holder) {
    const message = `${showName(name)} is no provider that is configured or known here; configured: ${names.join(', ')}.`;
    throw new GatewayError('invalid_request', message, { param: 'provider' });
  }
  if (holder.keyless) {
    const message = `${name} is configured without keys and asked without a credential; give it a first key in the settings.`;
    throw new GatewayError('conflict', message);
  }
  return holder;
}
