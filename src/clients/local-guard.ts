// Keeps web pages away from a gateway without client keys: a browser on the same machine reaches loopback too.
// Guards against DNS rebinding (the Host) and against plain cross-site requests (Origin, Sec-Fetch-Site).

import ipaddr from 'ipaddr.js';

/** Headers are as they came, undefined where they were not sent. */
export interface BrowserGuardInput {
  /** `Host` header. */
  readonly host: string | undefined;
  /** `Origin` header. */
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site` header. */
  readonly secFetchSite: string | undefined;
  /** `cors.origins`: origins in canonical form, or `*`. */
  readonly allowedOrigins: readonly string[];
  /** Port this gateway listens on. */
  readonly listeningPort: number;
}

/** `bad_host`: the name in `Host` is not this machine's own, so some other name was made to lead here. */
export type BrowserGuardResult = 'ok' | 'bad_host' | 'cross_origin';

/** Judges a request to a gateway that listens on loopback without client keys. Programs send no Origin and pass. */
export function checkBrowserGuard(input: BrowserGuardInput): BrowserGuardResult {
  const host = input.host === undefined ? undefined : parseAuthority(input.host);
  if (!host || !isLoopbackName(host.hostname)) return 'bad_host';
  if (input.origin !== undefined) {
    return isAllowed(input.origin, input.allowedOrigins) ||
      isOwnOrigin(input.origin, host, input.listeningPort)
      ? 'ok'
      : 'cross_origin';
  }
  const site = input.secFetchSite?.trim().toLowerCase();
  return site === 'cross-site' && !input.allowedOrigins.includes('*') ? 'cross_origin' : 'ok';
}

function isAllowed(origin: string, allowed: readonly string[]): boolean {
  const asked = origin.trim().toLowerCase();
  return allowed.includes('*') || (asked !== 'null' && allowed.some((one) => one.toLowerCase() === asked));
}

/** A page that this gateway served itself: same port, and loopback as well. `Origin: null` is nobody's own. */
function isOwnOrigin(origin: string, host: URL, listeningPort: number): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  const port = Number(url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : url.port);
  return isLoopbackName(url.hostname) && (port === listeningPort || url.host === host.host);
}

/** `localhost:8080`, `[::1]:8080`; undefined for anything with more in it than a host and a port. */
function parseAuthority(header: string): URL | undefined {
  const text = header.trim();
  if (!/^(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/iu.test(text) || !URL.canParse(`http://${text}/`))
    return undefined;
  return new URL(`http://${text}/`);
}

function isLoopbackName(hostname: string): boolean {
  const name = hostname
    .toLowerCase()
    .replace(/^\[|\]$/gu, '')
    .replace(/\.$/u, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return ipaddr.isValid(name) && ipaddr.process(name).range() === 'loopback';
}
