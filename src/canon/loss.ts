// What a target cannot carry is named, not dropped in silence: `x-pollux-loss` and the log list these.

import { shortText } from '../lib/short-text.ts';

/** Collects the names of what could not be carried over, e.g. `tools[2].cache_control`, `logit_bias`. */
export interface Loss {
  add(what: string): void;
  /** The target has a place for it after all. */
  remove(what: string): void;
  readonly items: ReadonlySet<string>;
}

/** Callers choose names of fields: longer ones would only fill the log, the metrics and the memory. */
const MOST_CHARS = 200;

/** Creates an empty list of losses. */
export function createLoss(): Loss {
  const items = new Set<string>();
  return {
    add: (what) => void items.add(shortText(what, MOST_CHARS)),
    remove: (what) => void items.delete(shortText(what, MOST_CHARS)),
    items,
  };
}
