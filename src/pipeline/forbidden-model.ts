// The refusal of a model that is not the client's.

import { GatewayError } from '../errors/gateway-error.ts';
import type { Caller } from './request-context.ts';

/** `forbidden`, with as much of the name as a line can hold. */
export function forbiddenModel(client: Caller, model: string): GatewayError {
  return new GatewayError(
    'forbidden',
    `The client key of ${client.name} may not use ${JSON.stringify(model.slice(0, 100))}.`,
  );
}
