// Whether an answer ended because of what is in it.

import type { Finish } from './finish.ts';

/** True when the provider withheld it, or the model declined. */
export function isWithheld({ kind }: Finish): boolean {
  return kind === 'content-filter' || kind === 'refusal';
}
