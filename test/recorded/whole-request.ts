// The body of a recorded request with the model that Google's paths name.

import { asObject, type JsonObject } from '../../src/lib/json.ts';
import { modelOf } from './model-of.ts';
import type { RecordedRequest } from './exchange.ts';

/** Undefined when the body is no JSON object. */
export function wholeRequest({
  request,
}: {
  readonly request: Pick<RecordedRequest, 'path' | 'body'>;
}): JsonObject | undefined {
  const body = asObject(request.body);
  if (body === undefined) return undefined;
  const model = modelOf({ request });
  return model === '' ? body : { ...body, model };
}
