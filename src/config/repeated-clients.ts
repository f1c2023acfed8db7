// Two clients with one key or one name could not be told apart.

import type { Secret } from '../lib/secret.ts';

/** One line for each client that repeats an earlier one; undefined stands for an entry that has mistakes of its own. */
export function repeatedClients(
  clients: readonly ({ readonly name: string; readonly key: Secret } | undefined)[],
): readonly string[] {
  const problems: string[] = [];
  const keys = new Map<string, number>();
  const names = new Map<string, number>();
  for (const [index, client] of clients.entries()) {
    if (!client) continue;
    const { name, key } = client;
    const sameKey = keys.get(key.reveal());
    const sameName = names.get(name);
    if (sameKey !== undefined)
      problems.push(`clients[${index}].key: the same key as clients[${sameKey}]; allowed: a key of its own`);
    else if (sameName !== undefined)
      problems.push(
        `clients[${index}].name: the same name as clients[${sameName}]; allowed: a name of its own`,
      );
    keys.set(key.reveal(), sameKey ?? index);
    names.set(name, sameName ?? index);
  }
  return problems;
}
