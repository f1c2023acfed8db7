// Who a presented key belongs to. Holds hashes only, and takes the same time whichever key is presented.

import { hash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../lib/secret.ts';
import type { Client } from './client.ts';

export interface ClientDirectory {
  /** How many clients there are. */
  readonly size: number;
  /** The client whose key this is; undefined for a wrong, empty or absent one. */
  authenticate(presented: string | undefined): Client | undefined;
}

export interface ClientEntry extends Client {
  readonly key: Secret;
}

/** Creates a directory of `clients`. Every comparison covers all of them, so timing does not tell which one matched. */
export function createClientDirectory(clients: readonly ClientEntry[]): ClientDirectory {
  const entries = clients.map(({ name, models, key }) => ({
    client: { name, models },
    digest: sha256(key.reveal()),
  }));
  return {
    size: entries.length,
    authenticate(presented) {
      if (presented === undefined || presented === '') return undefined;
      const digest = sha256(presented);
      let found: Client | undefined;
      for (const entry of entries) {
        const same = timingSafeEqual(entry.digest, digest);
        found = same ? entry.client : found;
      }
      return found;
    },
  };
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
