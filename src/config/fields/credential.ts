// Secrets as they are configured. They leave here wrapped, and a wrong one is never shown in full.

import type { z } from 'zod';
import { Secret } from '../../lib/secret.ts';
import { setting } from './setting.ts';

/** Credentials travel in HTTP headers, so anything but visible ASCII would break the request that carries it. */
const VISIBLE_ASCII = /^[\u0021-\u007e]+$/u;

/** A key or token: visible ASCII without spaces. */
export function credential(what = 'a key'): z.ZodType<Secret> {
  return setting({
    allowed: `${what} of visible ASCII characters without spaces, in quotes if it is all digits`,
    parse: (raw) => (typeof raw === 'string' && VISIBLE_ASCII.test(raw) ? new Secret(raw) : undefined),
  });
}
