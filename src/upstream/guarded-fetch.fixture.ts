// A network of names for the tests of the guarded fetch: every public address in it is really a local server.

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect } from 'vitest';
import { GatewayError } from '../errors/gateway-error.ts';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';

/** An address that nobody can take for a private one. */
export const PUBLIC = '93.184.216.34';
/** Those of the running test. */
export const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A local server until the end of the test; resolves to its port. */
export async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A fetcher that believes in a public network of names, whose every public address is really the local server. */
export function createWorld(
  options: GuardedFetchOptions & { names?: Record<string, readonly (readonly string[])[]> } = {},
) {
  const dialled: string[] = [];
  const asked: string[] = [];
  const fetchMedia = createGuardedFetch({
    resolve: async (name) => {
      const answers = options.names?.[name] ?? [[PUBLIC]];
      const answer = answers[Math.min(asked.filter((other) => other === name).length, answers.length - 1)];
      asked.push(name);
      return answer ?? [];
    },
    dial: (address) => {
      dialled.push(address);
      return '127.0.0.1';
    },
    ...options,
  });
  return { fetchMedia, dialled, asked };
}

/** The error that a fetch was refused with. */
export async function refusal(promise: Promise<unknown>): Promise<GatewayError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GatewayError);
  expect((error as GatewayError).code).toBe('media_refused');
  return error as GatewayError;
}

/** The beginning of a picture, and a rest that shows whether it is whole. */
export const png = Buffer.from('\u0089PNG\r\n\u001a\n rest', 'latin1');
