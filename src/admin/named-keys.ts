// All keys that can be administered, each by the name that `/v1/keys/status` gives it.

import { nameApart } from '../pool/name-apart.ts';
import type { FoundKey, KeyHolder } from './key-registry.ts';

/** `listedAs`: its mask, told apart from those of other keys that look the same. */
export interface NamedKey extends FoundKey {
  readonly listedAs: string;
}

/** In the order of their holders, within one the configured before the added: as the pools have them. */
export function* namedKeys(holders: Iterable<KeyHolder>): Generator<NamedKey, void> {
  const nameOf = nameApart();
  for (const holder of holders)
    for (const record of holder.keyring.records.values())
      yield { holder, record, listedAs: nameOf(record.secret.masked) };
}
