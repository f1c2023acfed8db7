// A forward proxy that lets nobody through and remembers who wanted to go where: no agent may leave this machine.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DeadEndProxy {
  readonly url: string;
  /** Host names that were asked for since the last call. */
  takeHosts(): readonly string[];
  close(): void;
}

/** Listens on a free port of 127.0.0.1. */
export async function startDeadEndProxy(): Promise<DeadEndProxy> {
  const hosts = new Set<string>();
  const server = createServer((request, response) => {
    hosts.add(request.headers.host ?? '?');
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    hosts.add(request.url ?? '?');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeHosts() {
      const taken = [...hosts];
      hosts.clear();
      return taken;
    },
    close: () => server.close(),
  };
}
