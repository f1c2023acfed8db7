// What clients and providers themselves sent, as recorded.

import type { Emit } from '../recorded/emitted.ts';
import { bytesOf } from '../recorded/exchange.ts';
import { FAMILY_PROTOCOLS } from '../recorded/protocols.ts';
import type { Recordings } from '../recorded/read-recordings.ts';

/** Only hosts that speak a protocol of their own vendor's: compatible services have fields of their own. */
export function emitRecorded(found: Recordings, emit: Emit): void {
  for (const [family, { name: protocol }] of Object.entries(FAMILY_PROTOCOLS)) {
    if (family.startsWith('compat') || family === 'gemini.openai-compat') continue;
    for (const { id, request, response } of found.family(family)) {
      const place = { protocol, id, family };
      emit({ ...place, kind: 'request', stream: false, body: JSON.stringify(request.body) });
      const body = bytesOf(response.body).toString('utf8');
      if (response.status === 200) emit({ ...place, kind: 'answer', stream: response.stream, body });
      else emit({ ...place, kind: 'error', stream: false, body });
    }
  }
}
