// A service of which nothing is known but that it is compatible.

import { defineCompatible } from './define-compatible.ts';

/** Sends what nearly everybody takes. */
export const generic = defineCompatible({
  name: 'openai-compatible',
  needsKey: false,
  quirks: { topK: true },
});
