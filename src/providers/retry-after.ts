// The standard Retry-After header. Knows no provider.

/**
 * Milliseconds that a `Retry-After` header asks for (delta-seconds, or an HTTP date measured against the answer's own
 * `Date`), or undefined. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  if (/^\d+(?:\.\d+)?$/u.test(value.trim())) return Math.round(Number(value) * 1000);
  const sent = typeof headers['date'] === 'string' ? Date.parse(headers['date']) : Number.NaN;
  const wait = Date.parse(value) - sent;
  return Number.isFinite(wait) && wait >= 0 ? wait : undefined;
}
