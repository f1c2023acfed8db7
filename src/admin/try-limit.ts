// Slows down those who guess at a token: a few wrong tries at once, then one every few seconds, for each address.

import { isIPv6 } from 'node:net';
import type { Clock } from '../lib/clock.ts';

const MOST_AT_ONCE = 10;
const EARNED_EVERY_MS = 6000;
/** Addresses remembered; the one that has been quiet longest makes room. */
const MOST_ADDRESSES = 10_000;

/** Ten tries at once, one more every six seconds; an IPv6 address stands for its whole /64. */
export interface TryLimit {
  /** Milliseconds until the address may try again; 0: it may now. */
  blockedForMs(address: string): number;
  /** A wrong try. The same guess again tells a guesser nothing and counts once: so a program with an old token locks nobody out. */
  failed(address: string, guess: string): void;
}

interface Debt {
  /** Unix ms at which all tries are earned back. */
  clearMs: number;
  lastGuess: string;
}

/** Creates a limit of bounded memory. */
export function createTryLimit(clock: Clock): TryLimit {
  const debts = new Map<string, Debt>();
  return {
    blockedForMs(address) {
      const debt = debts.get(networkOf(address));
      if (debt === undefined) return 0;
      return Math.max(0, debt.clearMs - clock.now() - (MOST_AT_ONCE - 1) * EARNED_EVERY_MS);
    },
    failed(address, guess) {
      const network = networkOf(address);
      const debt = debts.get(network);
      if (debt?.lastGuess === guess) return;
      debts.delete(network);
      const clearMs = Math.max(debt?.clearMs ?? 0, clock.now()) + EARNED_EVERY_MS;
      debts.set(network, { clearMs, lastGuess: guess });
      if (debts.size <= MOST_ADDRESSES) return;
      const oldest = debts.keys().next();
      if (!oldest.done) debts.delete(oldest.value);
    },
  };
}

/** Whoever has one address of IPv6 has the 2^64 beside it. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = ''] = address.split('::');
  const groups = head.split(':');
  return groups.slice(0, 4).join(':');
}
