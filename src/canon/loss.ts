// What a target cannot carry is named, not dropped in silence: `x-pollux-loss` and the log list these.

/** Collects the names of what could not be carried over, e.g. `tools[2].cache_control`, `logit_bias`. */
export interface Loss {
  add(what: string): void;
  /** The target has a place for it after all. */
  remove(what: string): void;
  readonly items: ReadonlySet<string>;
}

/** Creates an empty list of losses. */
export function createLoss(): Loss {
  const items = new Set<string>();
  return { add: (what) => void items.add(what), remove: (what) => void items.delete(what), items };
}
