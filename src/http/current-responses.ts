// Which answer each connection is working on. One entry a connection, so that a request costs no listener of its own.

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Forgets a connection when it closes. */
export interface CurrentResponses {
  /** The answer under way, or the last one; of pipelined requests the first that has no answer yet. */
  of(socket: Socket): ServerResponse | undefined;
  /** Of all open connections. */
  all(): Iterable<ServerResponse>;
}

/** Watches the connections of `server` from now on. */
export function watchResponses(server: Server): CurrentResponses {
  const current = new Map<Socket, ServerResponse>();
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => current.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    if (current.get(socket)?.writableEnded ?? true) current.set(socket, response);
  });
  return { of: (socket) => current.get(socket), all: () => current.values() };
}
