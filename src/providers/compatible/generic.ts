// A service of which nothing is known but that it is compatible.

import { endpointNames, endpointsAt } from '../endpoint.ts';
import { defineCompatible } from './define-compatible.ts';

/** Sends what nearly everybody takes. */
export const generic = defineCompatible({
  name: 'openai-compatible',
  needsKey: false,
  quirks: { topK: true },
  // Whoever has not got one of these says so by a 404, which is nobody's fault.
  endpoints: endpointsAt(endpointNames),
});
