// An address to listen on.

import type { z } from 'zod';
import { setting } from './setting.ts';

/** A host name or IP address. IPv6 may stand in brackets, as in URLs; the system's resolver knows it only without. */
export function host(): z.ZodType<string> {
  return setting({
    allowed: 'a host name or IP address',
    plain: true,
    parse(raw) {
      if (typeof raw !== 'string') return undefined;
      const address = raw.replace(/^\[(.*)\]$/u, '$1');
      return address === '' ? undefined : address;
    },
  });
}
