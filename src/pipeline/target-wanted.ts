// Whether a target may still serve a request, after what happened to the request on others.

import type { Target } from '../routing/target.ts';
import type { Gateway } from './gateway.ts';

/** What a request has met so far. */
export interface Troubles {
  /** Set once its context overflowed: what the model is known to take at most, Infinity where nobody knows. */
  overflowedTokens: number | undefined;
  /** A target could not answer: overloaded, failing, silent, out of reach, or without a key to give. */
  overloaded: boolean;
  /** A model or its provider withheld the answer for its content. */
  withheld: boolean;
}

/** Undefined when it is wanted, else the reason for the trail. */
export function whyUnwanted(target: Target, troubles: Troubles, gateway: Gateway): string | undefined {
  const { onlyFor } = target;
  if (!hasCome(onlyFor, troubles)) return 'not_needed';
  if (troubles.withheld) {
    const ordinary = onlyFor === undefined && gateway.retry.onContentPolicy === 'next_target';
    if (!ordinary && onlyFor !== 'content_policy') return 'content_policy';
  }
  return holdsOverflow(target, troubles.overflowedTokens, gateway) ? undefined : 'context_too_small';
}

/** True for targets that may serve when those before cannot answer. */
export function helpsOverload({ onlyFor }: Target): boolean {
  return onlyFor === undefined || onlyFor === 'overload';
}

function hasCome(occasion: Target['onlyFor'], troubles: Troubles): boolean {
  switch (occasion) {
    case undefined:
      return true;
    case 'context':
      return troubles.overflowedTokens !== undefined;
    case 'overload':
      return troubles.overloaded;
    case 'content_policy':
      return troubles.withheld;
  }
  return occasion satisfies never;
}

/** An ordinary target must be known to hold more; of one that is there for overflows, it is believed. */
function holdsOverflow(target: Target, overflowedTokens: number | undefined, gateway: Gateway): boolean {
  if (overflowedTokens === undefined) return true;
  const limit = gateway.inputTokenLimit(target);
  if (target.onlyFor === 'context' && (limit === undefined || overflowedTokens === Infinity)) return true;
  return limit !== undefined && limit > overflowedTokens;
}
