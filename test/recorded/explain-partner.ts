// Differences between a translated request and what a native client recorded in the same scenario.

import { isDeepStrictEqual } from 'node:util';
import type { Aspects, Difference } from './compare-meaning.ts';
import type { Explanation } from './explanation.ts';

/**
 * Why a translated request may differ from its native partner; undefined when nothing explains it. The rule: what left
 * must be what its own client said, so that the difference is one between the two recordings.
 */
export function explainPartner(
  { aspect, expected, got }: Difference,
  said: Aspects,
  family: string,
): Explanation | undefined {
  if (!isDeepStrictEqual(toJson(said.get(aspect)), toJson(got))) return undefined;
  return { reason: reasonOf({ aspect, expected, got }, family), same: true };
}

function reasonOf({ aspect, expected, got }: Difference, family: string): string {
  if (aspect === 'maxTokens' && family.startsWith('anthropic') && expected === undefined)
    return 'max_tokens is sent to Anthropic only, which requires it';
  if (/^turn \d+ model/u.test(aspect)) return 'another model answered in the recorded history';
  if (/^turn \d+ user/u.test(aspect))
    return isResult(expected) || isResult(got)
      ? 'tools answered differently in the recorded history'
      : 'the two clients put the user’s words otherwise';
  if (aspect.startsWith('tool ')) return 'the two clients describe the tool otherwise';
  if (aspect === 'system') return 'the two clients give other instructions';
  if (expected === undefined) return `${aspect}: said by this client only`;
  return got === undefined
    ? `${aspect}: said by the native client only`
    : `${aspect}: the two clients say different things`;
}

function isResult(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'result';
}

function toJson(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
