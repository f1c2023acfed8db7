// Spans of time as people write them: `500ms`, `3s`, `10m`, `1h`, `2d`, or a bare number of seconds.

import type { z } from 'zod';
import { setting } from './setting.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  '': 1000,
};

/** Beyond this a timer would overflow, and nobody means it. */
const LONGEST_MS = 30 * 86_400_000;

/** Milliseconds of `500ms`, `1.5s`, `10m`, `1h`, `2d`; a bare number is seconds. Undefined when it is none of these. */
export function parseDuration(raw: unknown): number | undefined {
  const written = typeof raw === 'number' ? String(raw) : raw;
  if (typeof written !== 'string') return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d|)$/u.exec(written.trim().toLowerCase());
  if (!match) return undefined;
  const ms = Math.round(Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 0));
  return ms <= LONGEST_MS ? ms : undefined;
}

/** The shortest spelling that {@link parseDuration} reads back. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  for (const unit of ['h', 'm', 's'] as const) {
    const unitMs = UNIT_MS[unit] ?? 1;
    if (ms % unitMs === 0) return `${ms / unitMs}${unit}`;
  }
  return `${ms}ms`;
}

/** A span of time; the setting's value is in milliseconds. `least` is in milliseconds too. */
export function duration(leastMs: 0 | 1 = 1): z.ZodType<number> {
  return setting({
    allowed: `a time like 500ms, 3s, 10m or 1h (a bare number is seconds)${leastMs > 0 ? ', above 0' : ''}`,
    plain: true,
    unit: 'milliseconds',
    parse(raw) {
      const ms = parseDuration(raw);
      return ms !== undefined && ms >= leastMs ? ms : undefined;
    },
  });
}
