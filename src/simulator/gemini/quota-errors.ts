// Google's 429: QuotaFailure, Help and RetryInfo, with the habits that mislead clients: a small retryDelay beside a daily
// quota, and no quotaValue where the limit is zero.
import type { JsonObject } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import type { QuotaKind, QuotaRefusal } from '../quotas.ts';
import { geminiError, help } from './errors.ts';

const LIMITS_PAGE = 'https://ai.google.dev/gemini-api/docs/rate-limits';
const METRIC_PREFIX = 'generativelanguage.googleapis.com/';

interface QuotaName {
  readonly metric: string;
  readonly id: string;
}

const FREE: Readonly<Record<QuotaKind, QuotaName>> = {
  rpm: {
    metric: 'generate_content_free_tier_requests',
    id: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
  },
  tpm: {
    metric: 'generate_content_free_tier_input_token_count',
    id: 'GenerateContentInputTokensPerModelPerMinute-FreeTier',
  },
  rpd: {
    metric: 'generate_content_free_tier_requests',
    id: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier',
  },
};

const PAID: Readonly<Record<QuotaKind, QuotaName>> = {
  rpm: { metric: 'generate_requests_per_model', id: 'GenerateRequestsPerMinutePerProjectPerModel' },
  tpm: {
    metric: 'generate_content_paid_tier_input_token_count',
    id: 'GenerateContentPaidTierInputTokensPerModelPerMinute',
  },
  rpd: { metric: 'generate_requests_per_model_per_day', id: 'GenerateRequestsPerDayPerProjectPerModel' },
};

/** The 429 for `refusal`. `smallDelayMs` is the pointless hint that goes with a daily quota. */
export function geminiQuotaError(refusal: QuotaRefusal, model: string, smallDelayMs: number): JsonReply {
  const names = refusal.freeTier || refusal.limitZero ? FREE : PAID;
  const daily = refusal.violations.some(({ kind }) => kind === 'rpd') && !refusal.limitZero;
  const longestMs = refusal.violations.reduce((most, { retryAfterMs }) => Math.max(most, retryAfterMs), 0);
  const delayMs = daily ? smallDelayMs : longestMs;
  const lines = refusal.violations.map(
    ({ kind, limit }) =>
      `* Quota exceeded for metric: ${METRIC_PREFIX}${names[kind].metric}, limit: ${limit}, model: ${model}`,
  );
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
    `head to: ${LIMITS_PAGE}.\n${lines.join('\n')}\nPlease retry in ${spoken(delayMs)}.`;
  return geminiError(429, 'RESOURCE_EXHAUSTED', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: refusal.violations.map(({ kind, limit }) => violation(names[kind], model, limit)),
    },
    help('Learn more about Gemini API quotas', LIMITS_PAGE),
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${Math.floor(delayMs / 1000)}s` },
  ]);
}

/** 429 because money is spent too fast; nothing machine-readable in it. */
export function spendRateError(): JsonReply {
  return geminiError(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your spend-based rate limit. Your spending rate has exceeded the allowed limit for your ' +
      "account's billing history and tier.",
  );
}

function violation(name: QuotaName, model: string, limit: number): JsonObject {
  const entry: JsonObject = {
    quotaMetric: METRIC_PREFIX + name.metric,
    quotaId: name.id,
    quotaDimensions: { location: 'global', model },
  };
  if (limit > 0) entry['quotaValue'] = String(limit);
  return entry;
}

function spoken(delayMs: number): string {
  return delayMs < 1000 ? `${delayMs}ms` : `${delayMs / 1000}s`;
}
