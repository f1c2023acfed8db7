// Google's durations as JSON: "38s", "38.204824224s", "900ms". Knows nothing of what they time.

/** Milliseconds, rounded up; undefined when the text is no duration or says zero, which must never mean "at once". */
export function parseDuration(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/u.exec(text?.trim() ?? '');
  if (!match) return undefined;
  const ms = Math.ceil(Number(match[1]) * (match[2] === 's' ? 1000 : 1));
  return ms > 0 ? ms : undefined;
}
