// `usage` of a response → canonical usage. What the provider did not say stays undefined.

import type { Usage } from '../../canon/usage.ts';
import { asNumber, asObject } from '../../lib/json.ts';

/** Undefined when there is none. */
export function readUsage(value: unknown): Usage | undefined {
  const raw = asObject(value);
  if (raw === undefined) return undefined;
  const input = asObject(raw['input_tokens_details']);
  const output = asObject(raw['output_tokens_details']);
  return {
    ...figure('inputTokens', raw['input_tokens']),
    ...figure('cachedInputTokens', input?.['cached_tokens']),
    ...figure('cacheWriteTokens', input?.['cache_write_tokens']),
    ...figure('outputTokens', raw['output_tokens']),
    ...figure('reasoningTokens', output?.['reasoning_tokens']),
    ...figure('totalTokens', raw['total_tokens']),
    raw,
  };
}

function figure<Name extends keyof Usage>(name: Name, value: unknown): Pick<Usage, Name> | object {
  const number = asNumber(value);
  return number === undefined ? {} : { [name]: number };
}
