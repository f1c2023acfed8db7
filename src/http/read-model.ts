// The model's name in a request, or a clear error.

import { GatewayError } from '../errors/gateway-error.ts';
import type { JsonValue } from '../lib/json.ts';

/** Throws GatewayError `missing_model` or `invalid_request`. */
export function readModel(model: JsonValue | undefined): string {
  if (typeof model === 'string' && model !== '') return model;
  if (model === undefined || model === null || model === '') {
    throw new GatewayError('missing_model', 'model is required: the name of a model.', { param: 'model' });
  }
  throw new GatewayError('invalid_request', 'model must be a string.', { param: 'model' });
}
