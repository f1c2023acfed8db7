// A time of day for people and for other programs.

/** ISO 8601 in UTC, whole seconds, e.g. `2026-06-15T00:01:00Z`. Rounded up: at the time shown, `atMs` (Unix ms) is over. */
export function isoSeconds(atMs: number): string {
  return new Date(Math.ceil(atMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
