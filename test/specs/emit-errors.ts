// Every error of the catalogue, at every door: as a whole answer, and in the midst of a stream.

import { errorCatalog, type ErrorCode } from '../../src/errors/catalog.ts';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { Emit } from '../recorded/emitted.ts';
import { PROTOCOLS } from '../recorded/protocols.ts';

/** Renders them all. */
export function emitErrors(emit: Emit): void {
  for (const code of Object.keys(errorCatalog) as ErrorCode[]) {
    const error = new GatewayError(code, 'What is wrong, and where.', { param: 'model', retryAfterMs: 2000 });
    for (const { name: protocol, client } of PROTOCOLS) {
      const place = { protocol, kind: 'error', id: code, family: 'errors' } as const;
      emit({ ...place, stream: false, body: client.renderError(error, 'req_1').body });
      emit({ ...place, stream: true, body: client.renderStreamError(error, 'req_1') });
    }
  }
}
