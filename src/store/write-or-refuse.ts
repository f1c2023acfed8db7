// A full disk is no defect of ours: what the database says of it is what has to be known. Knows nothing of what is written.

import { GatewayError } from '../errors/gateway-error.ts';

/** Runs a change of the database and returns what it returns. Throws GatewayError `not_stored` where the change fails. */
export function writeOrRefuse<T>(change: () => T): T {
  try {
    return change();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GatewayError('not_stored', `The data directory does not take it: ${why}.`);
  }
}
