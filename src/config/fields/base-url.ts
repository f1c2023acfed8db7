// Where a provider lives: origin and prefix. Whether plain http is allowed there is decided at start, not here.

import type { z } from 'zod';
import { setting } from './setting.ts';

/** An http(s) URL without user, password, query or fragment; the closing slash is dropped. */
export function baseUrl(): z.ZodType<string> {
  return setting({
    allowed: 'an http:// or https:// URL without user, password, query or fragment',
    parse(raw) {
      if (typeof raw !== 'string' || !URL.canParse(raw)) return undefined;
      const url = new URL(raw);
      if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
      if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
        return undefined;
      return `${url.origin}${url.pathname.replace(/\/+$/u, '')}`;
    },
  });
}
