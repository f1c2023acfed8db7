// Walks the keys of all providers in pages, by provider, state and project.

import type { KeyGlance, KeyState } from '../pool/pool.ts';
import type { KeyHolder } from './key-registry.ts';
import { namedKeys, type NamedKey } from './named-keys.ts';
import type { QueryReader } from './read-query.ts';

/** `stored`: waits for the next start. */
export type ShownState = KeyState | 'stored';
const STATES = ['active', 'quarantined', 'dead', 'disabled', 'stored'] as const;
const DEFAULT_LIMIT = 100;
const MOST_LIMIT = 1000;

/** `glance` is undefined for a key that no pool has: it waits for the next start. */
export interface ShownKey extends NamedKey {
  readonly glance: KeyGlance | undefined;
}

/** Keys in the order of their holders, within one the configured before the added. */
export interface KeyPage {
  readonly keys: readonly ShownKey[];
  /** For the query `cursor` of the next page; undefined on the last. */
  readonly next: string | undefined;
  /** Of all keys that the query's provider has, whatever page or state. */
  readonly summary: { readonly total: number } & Readonly<Partial<Record<ShownState, number>>>;
}

/** Reads `provider`, `state`, `project`, `limit` and `cursor`. Throws GatewayError `invalid_request`. */
export function pageOfKeys(holders: Iterable<KeyHolder>, query: QueryReader): KeyPage {
  const provider = query.text('provider');
  const state = query.oneOf('state', STATES);
  const project = query.text('project');
  const limit = query.whole('limit', MOST_LIMIT) ?? DEFAULT_LIMIT;
  const from = query.whole('cursor', Number.MAX_SAFE_INTEGER) ?? 0;
  const counts: Partial<Record<ShownState, number>> = {};
  const keys: ShownKey[] = [];
  let total = 0;
  let matched = 0;
  for (const key of namedKeys(holders)) {
    const { keyring, pool } = key.holder;
    if (provider !== undefined && keyring.provider !== provider) continue;
    const glance = pool?.glance(key.record.id);
    const shown = glance?.state ?? 'stored';
    total++;
    counts[shown] = (counts[shown] ?? 0) + 1;
    if ((state !== undefined && shown !== state) || (project !== undefined && glance?.project !== project))
      continue;
    if (matched++ >= from && keys.length < limit) keys.push({ ...key, glance });
  }
  const end = from + keys.length;
  return {
    keys,
    next: keys.length > 0 && end < matched ? String(end) : undefined,
    summary: { total, ...counts },
  };
}
