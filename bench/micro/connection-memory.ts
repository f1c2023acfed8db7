// Who speaks on a connection that has spoken before; beside looking its key up.

import { Socket } from 'node:net';
import { createClientDirectory } from '../../src/clients/client-directory.ts';
import { ConnectionMemory } from '../../src/http/connection-memory.ts';
import { Secret } from '../../src/lib/secret.ts';
import type { Cases } from '../measure-cases.ts';

const CONNECTIONS = 32;
const KEY = 'bench-client-key-0123456789';
const caller = { name: 'web', mayUse: () => true };
const memory = new ConnectionMemory();
const sockets = Array.from({ length: CONNECTIONS }, () => new Socket());
for (const socket of sockets) memory.remember(socket, KEY, caller);
const directory = createClientDirectory([{ name: 'web', key: new Secret(KEY) }]);
let turn = 0;

export const cases: Cases = {
  'the last caller again': () => {
    const socket = sockets[turn++ % CONNECTIONS];
    return socket && memory.recall(socket, KEY);
  },
  'looked up by its key': () => directory.authenticate(KEY),
};
