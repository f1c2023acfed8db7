// Origins of web pages, as a browser's Origin header spells them.

import type { z } from 'zod';
import { setting } from './setting.ts';

/** An origin in canonical form (`https://app.example.com`), or `*`. */
export function origin(): z.ZodType<string> {
  return setting({
    allowed: 'an origin like https://app.example.com (no path), or *',
    plain: true,
    parse(raw) {
      if (raw === '*') return raw;
      if (typeof raw !== 'string' || !URL.canParse(raw)) return undefined;
      const url = new URL(raw);
      // Schemes of browser extensions have an opaque origin, yet send `scheme://host`.
      const canonical = url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin;
      return url.pathname.length > 1 || url.search !== '' || url.hash !== '' || url.host === ''
        ? undefined
        : canonical;
    },
  });
}
