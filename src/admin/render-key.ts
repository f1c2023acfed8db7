// One key as the administrator sees it. The credential is shown by its mask, times as ISO 8601.

import type { BucketDetail, KeyGlance } from '../pool/pool.ts';
import { configOf } from './keyring.ts';
import type { NamedKey } from './named-keys.ts';

/** Fields that a running pool knows are absent for a key that waits for the next start. */
export function renderKey({ holder, record, listedAs }: NamedKey, glance: KeyGlance | undefined): object {
  const { key, name, project, weight, models, limits, disabled } = configOf(record);
  return {
    id: record.id,
    provider: holder.keyring.provider,
    key: key.masked,
    listed_as: listedAs,
    name,
    project: glance?.project ?? project,
    source: record.source,
    enabled: disabled !== true,
    state: glance?.state ?? 'stored',
    reason: glance?.reason,
    until: isoTime(glance?.untilMs),
    health: glance && Math.round(glance.health * 1000) / 1000,
    in_flight: glance?.inFlight,
    weight,
    models,
    limits,
    added_at: record.source === 'added' ? isoTime(record.createdMs) : undefined,
    last_error: glance?.lastError && {
      row: glance.lastError.row,
      at: isoTime(glance.lastError.atMs),
      message: glance.lastError.message,
    },
  };
}

/** One bucket: why it rests, its limits by where they come from, its use. */
export function renderBucket(bucket: BucketDetail): object {
  return {
    model: bucket.model,
    state: bucket.state,
    reason: bucket.reason,
    until: isoTime(bucket.untilMs),
    level: bucket.level,
    in_flight: bucket.inFlight,
    limits: bucket.limits,
    configured_limits: bucket.configured,
    learned_limits: bucket.learned.map(({ kind, value, atMs }) => ({ kind, value, at: isoTime(atMs) })),
    inferred_rpm: bucket.inferredRpm,
    used_this_minute: { requests: bucket.usedThisMinute, tokens: bucket.tokensThisMinute },
    used_today: { requests: bucket.usedToday, tokens: bucket.tokensToday },
    day_ends: isoTime(bucket.dayEndsMs),
    last_used: isoTime(bucket.lastUsedMs),
  };
}

/** ISO 8601 in UTC; undefined stays undefined. */
export function isoTime(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}
