// URLs that may carry a user and a password: proxies, Redis, databases.

import type { z } from 'zod';
import { Secret } from '../../lib/secret.ts';
import { setting } from './setting.ts';

/** A URL of one of `schemes` (without the colon). The value is wrapped because it may hold a password. */
export function secretUrl(schemes: readonly string[]): z.ZodType<Secret> {
  return setting({
    allowed: `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    parse(raw) {
      if (typeof raw !== 'string' || !URL.canParse(raw)) return undefined;
      const url = new URL(raw);
      return schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '' ? new Secret(raw) : undefined;
    },
  });
}
