// Part of the composition root: which clocks run on a stream, by provider and model.

import type { ProviderSettings, Settings } from '../config/settings.ts';
import { compileGlobs } from '../lib/glob.ts';
import type { Clocks } from '../upstream/upstream.ts';

/** Callers choose the names of models, and there is no end of them. */
const MOST_NAMES = 500;

/** The clocks of each model of a provider: its own pattern first, then the provider, then all. */
export function clocksOf(
  { timeouts }: Pick<Settings, 'timeouts'>,
  provider: Pick<ProviderSettings, 'timeouts' | 'model_timeouts'>,
): (model: string) => Clocks {
  const own = provider.timeouts;
  const base: Clocks = {
    headersMs: own?.headers ?? timeouts.headers,
    firstTokenMs: own?.first_token ?? timeouts.first_token,
    idleMs: own?.idle ?? timeouts.idle,
  };
  const patterns = Object.entries(provider.model_timeouts ?? {}).map(([glob, clocks]) => ({
    matches: compileGlobs([glob]),
    clocks,
  }));
  if (patterns.length === 0) return () => base;
  const known = new Map<string, Clocks>();

  function find(model: string): Clocks {
    const matching = patterns.filter(({ matches }) => matches(model)).map(({ clocks }) => clocks);
    const first = (name: 'headers' | 'first_token' | 'idle'): number | undefined =>
      matching.find((clocks) => clocks[name] !== undefined)?.[name];
    return {
      headersMs: first('headers') ?? base.headersMs,
      firstTokenMs: first('first_token') ?? base.firstTokenMs,
      idleMs: first('idle') ?? base.idleMs,
    };
  }

  return (model) => {
    let clocks = known.get(model);
    if (clocks === undefined) {
      clocks = find(model);
      if (known.size >= MOST_NAMES) known.clear();
      known.set(model, clocks);
    }
    return clocks;
  };
}
