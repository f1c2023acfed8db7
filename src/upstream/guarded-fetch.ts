// Fetches media from URLs that callers name, without letting them reach what only this machine can reach: public
// addresses only, checked at every redirect, connected to exactly the address that was checked, capped in size and time.
// What went wrong with a refused address is not told: the difference would map the network behind us.

import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, request, type Dispatcher } from 'undici';
import { GatewayError } from '../errors/gateway-error.ts';
import { systemClock, type Clock } from '../lib/clock.ts';
import { isPublicAddress } from './is-public-address.ts';
import { readCapped } from './read-capped.ts';
import { sniffMediaType } from './sniff-media-type.ts';

/** Every default is the strict one; redirects are three unless said otherwise. */
export interface GuardedFetchOptions {
  /** Of the body, after any decompression. Default 20 MB. */
  readonly maxBytes?: number | undefined;
  /** For everything together: names, connections, redirects, body. Default 15 s. */
  readonly timeoutMs?: number | undefined;
  readonly maxRedirects?: number | undefined;
  /** For gateways whose callers are trusted with its own network. */
  readonly allowPrivate?: boolean | undefined;
  /** All addresses of a name. Default: the system's resolver. */
  readonly resolve?: ((name: string) => Promise<readonly string[]>) | undefined;
  /** Told each checked address; returns the one to connect to. For egress that is routed, and for tests. */
  readonly dial?: ((address: string) => string) | undefined;
  readonly clock?: Clock | undefined;
}

interface FetchedMedia {
  readonly bytes: Buffer;
  /** Never empty, without parameters. */
  readonly mimeType: string;
}

/** Rejects with {@link GatewayError} `media_refused`; when `signal` aborts, too. */
export type FetchMedia = (url: string, signal?: AbortSignal) => Promise<FetchedMedia>;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const UNREACHABLE = 'The media could not be fetched from a public address.';

/** Creates a fetcher. It keeps nothing between two fetches: no connection, no cookie, no name. */
export function createGuardedFetch(options: GuardedFetchOptions = {}): FetchMedia {
  const { maxBytes = 20_000_000, timeoutMs = 15_000, maxRedirects = 3, clock = systemClock } = options;
  const guard: Guard = {
    allowPrivate: options.allowPrivate ?? false,
    resolve: options.resolve ?? resolveWithSystem,
    dial: options.dial ?? ((address) => address),
  };

  return async (url, signal) => {
    const deadline = new AbortController();
    const timer = clock.after(timeoutMs, () => deadline.abort());
    const stop = signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, signal]);
    try {
      return await follow(url, stop);
    } catch (error) {
      if (deadline.signal.aborted) throw refused(`The media did not arrive within ${timeoutMs} ms.`);
      throw error instanceof GatewayError ? error : refused(UNREACHABLE);
    } finally {
      timer.cancel();
    }
  };

  async function follow(url: string, signal: AbortSignal): Promise<FetchedMedia> {
    let target = parseTarget(url);
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const agent = createPinnedAgent(await checkedAddresses(target, guard, signal));
      try {
        const answer = await request(target, {
          dispatcher: agent,
          signal,
          headers: { 'accept-encoding': 'identity', accept: '*/*' },
        });
        const location = answer.headers['location'];
        if (!REDIRECTS.has(answer.statusCode) || typeof location !== 'string')
          return await read(answer, signal);
        target = parseTarget(location, target);
      } finally {
        // Nothing of this hop is used again; an unread body goes with its connection.
        await agent.destroy();
      }
    }
    throw refused(`The media URL redirects more than ${maxRedirects} times.`);
  }

  async function read(answer: Dispatcher.ResponseData, signal: AbortSignal): Promise<FetchedMedia> {
    if (answer.statusCode !== 200)
      throw refused(`The media URL was answered with HTTP ${answer.statusCode}.`);
    const declared = Number(answer.headers['content-length'] ?? 0);
    const tooLarge = (): GatewayError => refused(`The media is larger than ${maxBytes} bytes.`);
    if (declared > maxBytes) throw tooLarge();
    const bytes = await readCapped(
      answer.body,
      answer.headers['content-encoding'],
      maxBytes,
      tooLarge,
      signal,
    );
    return { bytes, mimeType: sniffMediaType(String(answer.headers['content-type'] ?? ''), bytes) };
  }
}

interface Guard {
  readonly allowPrivate: boolean;
  resolve(name: string): Promise<readonly string[]>;
  dial(address: string): string;
}

function refused(message: string): GatewayError {
  return new GatewayError('media_refused', message);
}

function parseTarget(text: string, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw refused('The media URL is not a URL.');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused('A media URL must begin with http:// or https://.');
  if (url.username !== '' || url.password !== '')
    throw refused('A media URL must not hold a user name or password.');
  return url;
}

/** One public address among private ones is a trap too: all of them must be public. */
async function checkedAddresses(target: URL, guard: Guard, signal: AbortSignal): Promise<readonly string[]> {
  // The URL parser has made one canonical form of decimal, octal, hexadecimal and short addresses.
  const host = target.hostname.replace(/^\[(.*)\]$/u, '$1');
  const addresses = isIP(host) === 0 ? await abortable(guard.resolve(host), signal) : [host];
  if (addresses.length === 0) throw refused(UNREACHABLE);
  if (!guard.allowPrivate && !addresses.every(isPublicAddress)) throw refused(UNREACHABLE);
  return addresses.map((address) => guard.dial(address));
}

async function resolveWithSystem(name: string): Promise<readonly string[]> {
  const found = await systemLookup(name, { all: true });
  return found.map(({ address }) => address);
}

/** An agent whose every connection goes to these addresses; name, TLS server name and Host header stay the URL's. */
function createPinnedAgent(addresses: readonly string[]): Agent {
  const pinned = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_name, lookupOptions, callback) => {
    const [first = { address: '', family: 0 }] = pinned;
    if (lookupOptions.all === true) callback(null, pinned);
    else callback(null, first.address, first.family);
  };
  return new Agent({ connect: { lookup }, connections: 1 });
}

/** The resolver cannot be stopped, but it need not be waited for. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new Error('aborted'));
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort));
}
