// Amounts of bytes as people write them: `100mb`, `64kb`, `1gb`, or a bare number of bytes.

import type { z } from 'zod';
import { setting } from './setting.ts';

const UNIT_BYTES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
};

/** Bytes of `64kb`, `100mb`, `1gb` (powers of 1024); a bare number is bytes. Undefined when it is none of these. */
export function parseByteSize(raw: unknown): number | undefined {
  const written = typeof raw === 'number' ? String(raw) : raw;
  if (typeof written !== 'string') return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/u.exec(written.trim().toLowerCase());
  const unit = match?.[2] ?? 'none';
  if (!match || !Object.hasOwn(UNIT_BYTES, unit)) return undefined;
  const bytes = Math.round(Number(match[1]) * (UNIT_BYTES[unit] ?? 0));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** The shortest spelling that {@link parseByteSize} reads back. */
export function formatByteSize(bytes: number): string {
  for (const unit of ['gb', 'mb', 'kb'] as const) {
    const unitBytes = UNIT_BYTES[unit] ?? 1;
    if (bytes % unitBytes === 0) return `${bytes / unitBytes}${unit}`;
  }
  return `${bytes}b`;
}

/** An amount of bytes; the setting's value is a number of bytes. */
export function byteSize(): z.ZodType<number> {
  return setting({
    allowed: 'a size like 64kb, 100mb or 1gb (a bare number is bytes), above 0',
    plain: true,
    unit: 'bytes',
    parse(raw) {
      const bytes = parseByteSize(raw);
      return bytes !== undefined && bytes > 0 ? bytes : undefined;
    },
  });
}
