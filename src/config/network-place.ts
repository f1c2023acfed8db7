// How far away a host is: this machine, a private network, or the public internet. Judged by its spelling alone.

import ipaddr from 'ipaddr.js';

/** Carrier-grade NAT and link-local addresses count as private. */
export type NetworkPlace = 'loopback' | 'private' | 'public';

/** Suffixes that public DNS does not serve. */
const PRIVATE_SUFFIXES = [
  '.local',
  '.internal',
  '.lan',
  '.intranet',
  '.home.arpa',
  '.svc',
  '.cluster.local',
  '.test',
];

const PRIVATE_RANGES = new Set<string>(['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat']);

/** The place of a host name or address, IPv6 with or without brackets. A name without a dot is private. */
export function networkPlace(host: string): NetworkPlace {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/gu, '')
    .replace(/\.$/u, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback';
  if (ipaddr.isValid(name)) {
    const range = ipaddr.process(name).range();
    if (range === 'loopback') return 'loopback';
    return PRIVATE_RANGES.has(range) ? 'private' : 'public';
  }
  if (name !== '' && !name.includes('.')) return 'private';
  return PRIVATE_SUFFIXES.some((suffix) => name.endsWith(suffix)) ? 'private' : 'public';
}
