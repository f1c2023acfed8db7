// Who a presented key belongs to. Holds digests only.

import { hash, randomBytes } from 'node:crypto';
import type { Secret } from '../lib/secret.ts';
import type { Client } from './client.ts';

/** Fixed at start: another list of clients is another directory. */
export interface ClientDirectory {
  /** How many clients there are. */
  readonly size: number;
  /** The client whose key this is; undefined for a wrong, empty or absent one. */
  authenticate(presented: string | undefined): Client | undefined;
}

/** A client as configured; the directory keeps its key as a digest alone. */
export interface ClientEntry extends Client {
  readonly key: Secret;
}

/**
 * Creates a directory of `clients`. Keys are found by a digest that is salted by this process alone: nobody outside can
 * tell how near a digest came, so the time of the look-up gives nothing away, and it is the same for one client or many.
 */
export function createClientDirectory(clients: readonly ClientEntry[]): ClientDirectory {
  const pepper = randomBytes(32).toString('base64');
  // One-shot: a third of the cost of an HMAC, which would only matter if digests were ever shown.
  const digestOf = (text: string): string => hash('sha256', pepper + text, 'base64');
  const byDigest = new Map<string, Client>();
  // Of two clients with one key the last counts.
  for (const { name, models, key } of clients) byDigest.set(digestOf(key.reveal()), { name, models });
  return {
    size: clients.length,
    authenticate: (presented) =>
      presented === undefined || presented === '' ? undefined : byDigest.get(digestOf(presented)),
  };
}
