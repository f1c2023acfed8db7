// Decides over a request by its head: client keys where there are any, else the browser guard on loopback.

import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

import type { ClientDirectory } from '../clients/client-directory.ts';
import { extractCredentials } from '../clients/extract-credential.ts';
import { checkBrowserGuard } from '../clients/local-guard.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { compileGlobs } from '../lib/glob.ts';
import type { Caller } from '../pipeline/request-context.ts';
import { ConnectionMemory } from './connection-memory.ts';
import type { Access, Gatekeeper } from './create-server.ts';

/** Knows the admin token. Where it comes from is not this room's business. */
export interface AdminGuard {
  /** Lets the admin in. Throws GatewayError: no or a wrong token, too many tries, a foreign web page. */
  admit(headers: IncomingHttpHeaders, remoteAddress: string): void;
  /** Whether one of `presented` is the token. A wrong one counts as a try; throws after too many. */
  recognises(presented: readonly string[], remoteAddress: string): boolean;
}

/** `listeningPort` is asked at each request: it is not known before the server listens. */
export interface GatekeeperOptions {
  readonly clients: ClientDirectory;
  /** False under `auth: none`. */
  readonly keysRequired: boolean;
  /** True when only this machine can reach the gateway. */
  readonly loopbackOnly: boolean;
  readonly admin: AdminGuard;
  /** Operations are closed to strangers where the token was set by somebody, not made by the gateway for itself. */
  readonly adminTokenConfigured: boolean;
  readonly allowedOrigins: readonly string[];
  listeningPort(): number;
}

const anyone: Caller = { name: 'anonymous', mayUse: () => true };
const admin: Caller = { name: 'admin', mayUse: () => true };

/** Creates the gatekeeper. */
export function createGatekeeper(options: GatekeeperOptions): Gatekeeper {
  const { clients, allowedOrigins } = options;
  const locked = options.keysRequired && clients.size > 0;
  const callers = new Map<string, Caller>();
  const connections = new ConnectionMemory();

  function callerOf(client: {
    readonly name: string;
    readonly models?: readonly string[] | undefined;
  }): Caller {
    let caller = callers.get(client.name);
    if (caller === undefined) {
      caller = {
        name: client.name,
        mayUse: client.models === undefined ? () => true : compileGlobs(client.models),
      };
      callers.set(client.name, caller);
    }
    return caller;
  }

  function authenticate(request: IncomingMessage, access: Access): Caller {
    const { url = '', headers, socket } = request;
    const mark = url.indexOf('?');
    const presented = extractCredentials(headers, mark === -1 ? '' : url.slice(mark + 1));
    for (const credential of presented) {
      const known = connections.recall(socket, credential);
      if (known !== undefined) return known;
      const client = clients.authenticate(credential);
      if (client === undefined) continue;
      const caller = callerOf(client);
      connections.remember(socket, credential, caller);
      return caller;
    }
    if (access === 'client_or_admin' && options.admin.recognises(presented, addressOf(request))) return admin;
    const what = access === 'client_or_admin' ? 'client key or admin token' : 'client key';
    const why = presented.length === 0 ? `No ${what} was sent.` : `The ${what} is not known here.`;
    throw new GatewayError('authentication_failed', why);
  }

  return {
    admit(request, access) {
      if (!locked && options.loopbackOnly) guardBrowser(request, options);
      if (access === 'open') return anyone;
      if (access === 'admin') {
        options.admin.admit(request.headers, addressOf(request));
        return admin;
      }
      // Operations stay closed behind the admin token even where callers need no key.
      if (locked || (access === 'client_or_admin' && options.adminTokenConfigured))
        return authenticate(request, access);
      return anyone;
    },
    corsHeaders(origin) {
      if (origin === undefined || !(allowedOrigins.includes(origin) || allowedOrigins.includes('*')))
        return undefined;
      return {
        'access-control-allow-origin': origin,
        'access-control-allow-headers': '*, authorization',
        'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
        'access-control-expose-headers': '*',
        vary: 'origin',
      };
    },
  };
}

function guardBrowser(request: IncomingMessage, options: GatekeeperOptions): void {
  const { host, origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const result = checkBrowserGuard({
    host,
    origin,
    secFetchSite: typeof site === 'string' ? site : undefined,
    allowedOrigins: options.allowedOrigins,
    listeningPort: options.listeningPort(),
  });
  if (result === 'bad_host')
    throw new GatewayError(
      'forbidden',
      'Without client keys only requests to a loopback host name are answered.',
    );
  if (result === 'cross_origin')
    throw new GatewayError('cross_origin', 'Without client keys no foreign web page may call this gateway.');
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}
