// Client keys in environment variables.

import { readKeyList } from './environment-keys.ts';
import type { Variables } from './environment.ts';

/** Names are unique and keys trimmed. A problem forbids the start, a notice does not. */
export interface ClientVariables {
  readonly clients: readonly { readonly name: string; readonly key: string }[];
  /** Variables that named a client. */
  readonly from: readonly string[];
  readonly notices: readonly string[];
  readonly problems: readonly string[];
}

/** Reads `CLIENT_API_KEYS_MAP` (`key:Name,key:Name`; a key may hold colons, a name may not) and `API_KEYS` (`key,key`). */
export function readClientVariables(variables: Variables): ClientVariables {
  const notices: string[] = [];
  const problems: string[] = [];
  const names = new Map<string, string>();
  const map = readKeyList('CLIENT_API_KEYS_MAP', variables['CLIENT_API_KEYS_MAP'] ?? '', notices);
  for (const [index, entry] of map.entries()) {
    const colon = entry.lastIndexOf(':');
    const key = (colon === -1 ? entry : entry.slice(0, colon)).trim();
    const name = colon === -1 ? '' : entry.slice(colon + 1).trim();
    if (key === '')
      problems.push(`CLIENT_API_KEYS_MAP: entry ${index + 1} has no key; allowed: key:Name,key:Name`);
    else if (!names.has(key)) names.set(key, name === '' ? `client-${index + 1}` : name);
  }
  const keys = readKeyList('API_KEYS', variables['API_KEYS'] ?? '', notices);
  for (const [index, key] of keys.entries()) if (!names.has(key)) names.set(key, `client-${index + 1}`);
  const from = [...(map.length > 0 ? ['CLIENT_API_KEYS_MAP'] : []), ...(keys.length > 0 ? ['API_KEYS'] : [])];
  return { clients: withOwnNames(names), from, notices, problems };
}

/** Several keys may stand under one name here; the later ones get a number. */
function withOwnNames(names: ReadonlyMap<string, string>): readonly { name: string; key: string }[] {
  const taken = new Set<string>();
  return [...names].map(([key, wanted]) => {
    let name = wanted;
    for (let suffix = 2; taken.has(name); suffix += 1) name = `${wanted}-${suffix}`;
    taken.add(name);
    return { name, key };
  });
}
