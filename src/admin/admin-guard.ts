// Who may administer: whoever shows the token, in a header, from no foreign web page, and does not guess at it.

import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { extractCredentials } from '../clients/extract-credential.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Secret } from '../lib/secret.ts';
import { createTryLimit } from './try-limit.ts';

/** Tries are counted by address, over both methods together. */
export interface AdminGuard {
  /** Lets the admin in. Throws GatewayError `cross_origin`, `admin_token_refused` or `too_many_tries`. */
  admit(headers: IncomingHttpHeaders, remoteAddress: string): void;
  /** Whether one of `presented` is the token. A wrong one counts as a try. Throws GatewayError `too_many_tries`. */
  recognises(presented: readonly string[], remoteAddress: string): boolean;
}

/** Creates the guard. `token` undefined: there is none, and nobody is let in. */
export function createAdminGuard(token: Secret | undefined, clock: Clock): AdminGuard {
  const digest = token === undefined ? undefined : sha256(token.reveal());
  const tries = createTryLimit(clock);

  function recognises(presented: readonly string[], remoteAddress: string): boolean {
    if (presented.length === 0) return false;
    // Before the comparison, or the limit would only slow down those who guess wrong.
    const retryAfterMs = tries.blockedForMs(remoteAddress);
    if (retryAfterMs > 0)
      throw new GatewayError('too_many_tries', 'Too many wrong tokens came from this address.', {
        retryAfterMs,
      });
    const shown = presented.map(sha256);
    let found = false;
    for (const one of shown) {
      const same = digest !== undefined && timingSafeEqual(one, digest);
      found ||= same;
    }
    if (!found) for (const one of shown) tries.failed(remoteAddress, one.toString('base64'));
    return found;
  }

  return {
    recognises,
    admit(headers, remoteAddress) {
      if (isForeignPage(headers))
        throw new GatewayError('cross_origin', 'Administration answers no page of another origin.');
      const presented = presentedTokens(headers);
      if (recognises(presented, remoteAddress)) return;
      const what =
        presented.length === 0 ? 'No admin token was sent.' : 'This is not the admin token of this gateway.';
      throw new GatewayError('admin_token_refused', what);
    },
  };
}

/** Never from the query: addresses end up in logs and histories. */
function presentedTokens({ authorization, ...headers }: IncomingHttpHeaders): readonly string[] {
  const own = headers['x-admin-token'];
  return extractCredentials({ authorization, 'x-api-key': own }, '');
}

/** A browser says where a call comes from; programs say nothing. The page's own host has to be the one that is called. */
function isForeignPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none') return true;
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
