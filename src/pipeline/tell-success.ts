// What an answer tells the pool: how fast it came, what it took of the quota, and which limits its headers name.

import type { Usage } from '../canon/usage.ts';
import type { LeaseSuccess } from '../pool/pool.ts';
import type { Provider } from '../providers/provider.ts';
import type { AttemptOutcome } from './run-attempts.ts';

/** For the lease that brought the answer. */
export function tellSuccess(
  provider: Provider,
  { firstByteMs, usage, headers }: Extract<AttemptOutcome<unknown>, { type: 'done' }>,
): LeaseSuccess {
  return {
    firstByteMs,
    tokens: usage && countTokens(provider, usage),
    limits: headers && provider.readLimits?.(headers),
  };
}

/** As the provider's limits count them; undefined where it did not say. */
function countTokens({ quotaTokens = 'all' }: Provider, usage: Usage): number | undefined {
  const { totalTokens, inputTokens, cachedInputTokens = 0 } = usage;
  switch (quotaTokens) {
    case 'all':
      return totalTokens;
    case 'input':
      return inputTokens;
    case 'uncached-input':
      return inputTokens === undefined ? undefined : inputTokens - cachedInputTokens;
  }
  return quotaTokens satisfies never;
}
