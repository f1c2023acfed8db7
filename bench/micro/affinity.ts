// Which key a conversation had last: among a thousand conversations, and with more of them than are remembered.

import { Secret } from '../../src/lib/secret.ts';
import { Affinity } from '../../src/pool/affinity.ts';
import { createPoolKey } from '../../src/pool/pool-key.ts';
import { createProject } from '../../src/pool/project.ts';
import type { Cases } from '../measure-cases.ts';

const secret = new Secret('bench-key-0123456789');
const key = createPoolKey({ key: secret }, 'print', createProject('p'), { averageMs: undefined });
const ids = Array.from({ length: 30_000 }, (_, index) => `conversation ${index}`);
const START_MS = 1_750_000_000_000;
let turn = 0;
/** As time goes by where there are 1,000 requests a second. */
let nowMs = START_MS;

function remember(affinity: Affinity, conversations: number): () => unknown {
  return () => {
    const id = ids[turn++ % conversations] ?? '';
    affinity.set(id, key, nowMs++);
    return affinity.get(id, nowMs);
  };
}

const some = new Affinity();
for (const id of ids.slice(0, 1000)) some.set(id, key, START_MS);

export const cases: Cases = {
  'asked for, of 1,000': () => some.get(ids[turn++ % 1000] ?? '', START_MS),
  'remembered and asked for, of 1,000': remember(new Affinity(), 1000),
  'remembered and asked for, of 30,000': remember(new Affinity(), ids.length),
};
