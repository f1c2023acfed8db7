import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../errors/catalog.ts';
import type { Resting } from '../pool/pool.ts';
import { errorFromResting } from './final-error.ts';

const NOW_MS = Date.UTC(2026, 5, 15);
const LIMIT = 'gemini refuses this location';

describe('a request that finds everything at rest', () => {
  const cases: readonly (readonly [Resting['reason'], ErrorCode, number])[] = [
    ['per_minute', 'rate_limited', 429],
    ['per_day', 'quota_exhausted', 429],
    ['model_overloaded', 'overloaded', 503],
    ['model_unavailable', 'model_not_found', 404],
    ['egress_blocked', 'provider_refused', 502],
    ['unreachable', 'provider_unreachable', 502],
    ['quarantined', 'pool_empty', 503],
  ];
  it.each(cases)('for %s is told %s, and when to come back', (reason, code, status) => {
    const resting: Resting = { type: 'resting', reason, untilMs: NOW_MS + 60_000, limit: LIMIT };
    const error = errorFromResting(resting, undefined, NOW_MS, (text) => text);
    expect(error).toMatchObject({ code, status, retryAfterSeconds: 60 });
    expect(error.message).toContain(LIMIT);
  });
});
