// Anthropic's rate limits: the 429 and the `anthropic-ratelimit-*` headers. https://platform.claude.com/docs/en/api/rate-limits
import type { JsonReply } from '../reply.ts';
import type { QuotaRefusal, QuotaStanding } from '../quotas.ts';
import { anthropicError } from './errors.ts';

const UNITS = {
  rpm: 'requests per minute',
  rpd: 'requests per day',
  tpm: 'input tokens per minute',
} as const;

/** The 429 for `refusal`, with `retry-after` in seconds. */
export function anthropicQuotaError(refusal: QuotaRefusal, project: string, nowMs: number): JsonReply {
  const worst = refusal.violations.toSorted((one, other) => other.retryAfterMs - one.retryAfterMs)[0];
  if (!worst || refusal.limitZero) return anthropicError(429);
  const unit = worst.kind === 'tpm' ? 'input-tokens' : 'requests';
  const message =
    `This request would exceed your organization's rate limit of ${worst.limit} ${UNITS[worst.kind]} (org: ${project}). ` +
    'For details, refer to: https://docs.claude.com/en/api/rate-limits.';
  return anthropicError(429, message, {
    'retry-after': String(Math.ceil(worst.retryAfterMs / 1000)),
    [`anthropic-ratelimit-${unit}-limit`]: String(worst.limit),
    [`anthropic-ratelimit-${unit}-remaining`]: String(Math.max(0, worst.limit - worst.used)),
    [`anthropic-ratelimit-${unit}-reset`]: new Date(nowMs + worst.retryAfterMs).toISOString(),
  });
}

/** The headers of an answer that was let through. */
export function anthropicHeaders(
  standing: QuotaStanding,
  project: string,
  requestId: string,
  nowMs: number,
): Record<string, string> {
  const headers: Record<string, string> = { 'request-id': requestId, 'anthropic-organization-id': project };
  const { quota, requestsUsed, tokensUsed } = standing;
  const add = (unit: string, limit: number | undefined, used: number): void => {
    if (limit === undefined) return;
    headers[`anthropic-ratelimit-${unit}-limit`] = String(limit);
    headers[`anthropic-ratelimit-${unit}-remaining`] = String(Math.max(0, limit - used));
    headers[`anthropic-ratelimit-${unit}-reset`] = new Date(nowMs + 60_000).toISOString();
  };
  add('requests', quota?.rpm, requestsUsed);
  add('input-tokens', quota?.tpm, tokensUsed);
  return headers;
}
