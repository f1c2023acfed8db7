// OpenAI's durations in headers: "6m0s", "1s", "120ms", "1h2m3.5s". Knows nothing of what they time.

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds, rounded up; bare numbers are seconds. Undefined when the text is no duration. */
export function parseDuration(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/u.test(trimmed)) return Math.ceil(Number(trimmed) * 1000);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/u.test(trimmed)) return undefined;
  let ms = 0;
  for (const [, number, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/gu)) {
    ms += Number(number) * (UNITS[unit ?? ''] ?? 0);
  }
  return Math.ceil(ms);
}
