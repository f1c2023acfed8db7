// The aliases of the configuration as the router wants them.

import type { Settings } from '../config/settings.ts';
import type { AliasTarget } from '../routing/target.ts';

/** Alias or glob → targets, in the order of the file. */
export function modelAliases(settings: Settings): ReadonlyMap<string, readonly AliasTarget[]> {
  return new Map(
    Object.entries(settings.models).map(([name, { targets }]) => [
      name,
      targets.map(({ provider, model, weight, only_for: onlyFor }) => ({ provider, model, weight, onlyFor })),
    ]),
  );
}
