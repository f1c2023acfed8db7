// OpenAI's rate limits: the 429 and the `x-ratelimit-*` headers. https://platform.openai.com/docs/guides/rate-limits
import type { JsonReply } from '../reply.ts';
import type { QuotaRefusal, QuotaStanding } from '../quotas.ts';
import { insufficientQuota, openaiError } from './errors.ts';

const UNITS = {
  rpm: 'requests per min (RPM)',
  rpd: 'requests per day (RPD)',
  tpm: 'tokens per min (TPM)',
} as const;

/** The 429 for `refusal`; no quota at all reads as money being out. */
export function openaiQuotaError(
  refusal: QuotaRefusal,
  model: string,
  project: string,
  tokens: number,
): JsonReply {
  const worst = refusal.violations.toSorted((one, other) => other.retryAfterMs - one.retryAfterMs)[0];
  if (!worst || refusal.limitZero) return insufficientQuota();
  const { kind, limit, used, retryAfterMs } = worst;
  const requested = kind === 'tpm' ? tokens : 1;
  const type = kind === 'tpm' ? 'tokens' : 'requests';
  const message =
    `Rate limit reached for ${model} in organization ${project} on ${UNITS[kind]}: Limit ${limit}, Used ${used}, ` +
    `Requested ${requested}. Please try again in ${spellDuration(retryAfterMs)}. Visit ` +
    'https://platform.openai.com/account/rate-limits to learn more.';
  return openaiError(429, message, type, 'rate_limit_exceeded', null, {
    'retry-after': String(Math.ceil(retryAfterMs / 1000)),
    'retry-after-ms': String(retryAfterMs),
    [`x-ratelimit-limit-${type}`]: String(limit),
    [`x-ratelimit-remaining-${type}`]: String(Math.max(0, limit - used)),
    [`x-ratelimit-reset-${type}`]: spellDuration(retryAfterMs),
  });
}

/** The headers of an answer that was let through. */
export function rateLimitHeaders(standing: QuotaStanding): Record<string, string> {
  const headers: Record<string, string> = {};
  const { quota, requestsUsed, tokensUsed } = standing;
  if (quota?.rpm !== undefined) {
    headers['x-ratelimit-limit-requests'] = String(quota.rpm);
    headers['x-ratelimit-remaining-requests'] = String(Math.max(0, quota.rpm - requestsUsed));
    headers['x-ratelimit-reset-requests'] = spellDuration(Math.ceil(60_000 / Math.max(1, quota.rpm)));
  }
  if (quota?.tpm !== undefined) {
    headers['x-ratelimit-limit-tokens'] = String(quota.tpm);
    headers['x-ratelimit-remaining-tokens'] = String(Math.max(0, quota.tpm - tokensUsed));
    headers['x-ratelimit-reset-tokens'] = spellDuration(
      Math.ceil((tokensUsed / Math.max(1, quota.tpm)) * 60_000),
    );
  }
  return headers;
}

/** `6m0s`, `1.5s`, `120ms`. */
function spellDuration(ms: number): string {
  if (ms < 1000) return `${ms}ms`;
  const seconds = (ms % 60_000) / 1000;
  const minutes = Math.floor(ms / 60_000) % 60;
  const hours = Math.floor(ms / 3_600_000);
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
