// The compact view of `GET /v1/keys/status`: which keys are available, which rest until when, which are gone.

import { isoSeconds } from '../lib/iso-seconds.ts';
import { nameApart } from './name-apart.ts';
import type { KeyStatus } from './pool.ts';

const DAY_MS = 86_400_000;

/** Keys appear masked; times are ISO 8601 in UTC, whole seconds. */
export interface KeyStatusReport {
  readonly available_keys: readonly string[];
  readonly temporarily_disabled_keys: Readonly<Record<string, string>>;
  readonly permanently_disabled_keys: readonly string[];
  readonly summary: {
    readonly total: number;
    readonly available: number;
    readonly temporarily_disabled: number;
    readonly permanently_disabled: number;
  };
}

/**
 * Sorts keys into three: gone for good; resting, being in quarantine or having no model of the last day left to serve;
 * available. Keys whose masks are alike are told apart by `-2`, `-3`, ….
 */
export function renderKeyStatus(statuses: readonly KeyStatus[], nowMs: number): KeyStatusReport {
  const available: string[] = [];
  const resting: Record<string, string> = {};
  const gone: string[] = [];
  const nameOf = nameApart();
  let restingCount = 0;
  for (const status of statuses) {
    const label = nameOf(status.masked);
    const untilMs = restsUntil(status, nowMs);
    if (status.state === 'dead' || status.state === 'disabled') gone.push(label);
    else if (untilMs === undefined) available.push(label);
    else {
      resting[label] = isoSeconds(untilMs);
      restingCount++;
    }
  }
  return {
    available_keys: available,
    temporarily_disabled_keys: resting,
    permanently_disabled_keys: gone,
    summary: {
      total: statuses.length,
      available: available.length,
      temporarily_disabled: restingCount,
      permanently_disabled: gone.length,
    },
  };
}

/** The earliest return of a key that cannot be used now. */
function restsUntil({ state, untilMs, buckets }: KeyStatus, nowMs: number): number | undefined {
  if (state === 'quarantined') return Math.max(untilMs ?? nowMs, nowMs);
  const recent = buckets.filter(({ lastUsedMs }) => lastUsedMs !== undefined && lastUsedMs > nowMs - DAY_MS);
  let earliestMs: number | undefined;
  for (const bucket of recent) {
    if (bucket.state !== 'cooling' || bucket.untilMs === undefined || bucket.untilMs <= nowMs)
      return undefined;
    earliestMs = Math.min(earliestMs ?? Infinity, bucket.untilMs);
  }
  return earliestMs;
}
