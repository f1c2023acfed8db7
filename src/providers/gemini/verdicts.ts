// What each failed answer of the Gemini API means. One table, read from top to bottom; by structure only.
// A message is compared only where Google gives nothing else: the start of its own `error.message`, with the status
// that goes with it, never the raw body, because a caller can make Google echo any text.
// https://ai.google.dev/gemini-api/docs/troubleshooting and https://ai.google.dev/gemini-api/docs/api-errors

import { callerRows, serverRows } from '../status-rows.ts';
import { judgeUnanswered } from '../judge-unanswered.ts';
import { defineRow, judgeByRows, noEffect, type Decision, type VerdictRow } from '../verdict-row.ts';
import type { PoolEffect, VerdictTable } from '../verdict.ts';
import { isContextOverflow, parseOverflowTokens } from './context-overflow.ts';
import { parseGoogleError } from './google-error.ts';
import { learnLimits } from './quota.ts';
import { anyOf, named, readSignal, reason, says, saysOnly, type Signal } from './signal.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A key or project that is out of order: the request goes on with the next one. */
function lost(fault: 'key' | 'project', effect: PoolEffect) {
  return ({ error }: Signal): Decision => ({
    fault,
    effect,
    next: 'next_key',
    counts: false,
    code: 'pool_empty',
    project: error?.project,
  });
}

function callerFault(code: Decision['code'], project?: string): Decision {
  return { fault: 'caller', effect: noEffect, next: 'return', counts: false, code, project };
}

const MODEL_UNKNOWN = /^models\/\S+ is not found for API version /u;
const MODEL_RETIRED = /^This model (?:models\/)?\S+ is no longer available/u;
const SUSPENDED = /^Permission denied: Consumer '[^']*' has been suspended\.$/u;

const rows: readonly VerdictRow<Signal>[] = [
  defineRow(
    'key_invalid',
    anyOf(
      reason('API_KEY_INVALID'),
      saysOnly('INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'),
      saysOnly('INVALID_ARGUMENT', 'API key expired. Please renew the API key.'),
    ),
    lost('key', { kind: 'key_dead', reason: 'invalid' }),
  ),
  defineRow(
    'key_leaked',
    says('PERMISSION_DENIED', 'Your API key was reported as leaked.'),
    lost('key', { kind: 'key_dead', reason: 'leaked' }),
  ),
  defineRow(
    'key_suspended',
    anyOf(
      reason('CONSUMER_SUSPENDED'),
      ({ error }) => error?.status === 'PERMISSION_DENIED' && SUSPENDED.test(error.message),
    ),
    lost('key', { kind: 'key_dead', reason: 'suspended' }),
  ),
  defineRow(
    'project_denied',
    says('PERMISSION_DENIED', 'Your project has been denied access.'),
    lost('project', { kind: 'project_dead', reason: 'denied' }),
  ),
  defineRow(
    'service_disabled',
    reason('SERVICE_DISABLED'),
    lost('project', { kind: 'project_quarantine', reason: 'service_disabled', forMs: HOUR_MS }),
  ),
  defineRow(
    'key_restricted',
    reason(
      'API_KEY_SERVICE_BLOCKED',
      'API_KEY_HTTP_REFERRER_BLOCKED',
      'API_KEY_IP_ADDRESS_BLOCKED',
      'API_KEY_ANDROID_APP_BLOCKED',
      'API_KEY_IOS_APP_BLOCKED',
    ),
    lost('key', { kind: 'key_quarantine', reason: 'restricted', forMs: HOUR_MS }),
  ),
  defineRow(
    'resource_of_another_project',
    says(
      'PERMISSION_DENIED',
      'You do not have permission to access the File ',
      'CachedContent not found (or permission denied)',
    ),
    callerFault('resource_not_found'),
  ),
  defineRow(
    'payment_required',
    anyOf(
      ({ status }) => status === 402,
      named('payment_required'),
      says(
        'RESOURCE_EXHAUSTED',
        'Your prepayment credits are depleted.',
        'Your Prepay credit balance is depleted.',
      ),
    ),
    lost('project', { kind: 'project_quarantine', reason: 'prepay_depleted', forMs: 30 * MINUTE_MS }),
  ),
  defineRow(
    'billing_required',
    anyOf(
      reason('BILLING_DISABLED'),
      says(
        'FAILED_PRECONDITION',
        'Gemini API free tier is not available in your country',
        'Billing is not enabled',
      ),
    ),
    lost('project', { kind: 'project_quarantine', reason: 'billing_required', forMs: 6 * HOUR_MS }),
  ),
  defineRow('location', says('FAILED_PRECONDITION', 'User location is not supported for the API use'), {
    fault: 'egress',
    effect: { kind: 'egress_failure', reason: 'location' },
    next: 'next_route',
    counts: false,
    code: 'provider_refused',
  }),
  defineRow('two_credentials', says('INVALID_ARGUMENT', 'Multiple authentication credentials received.'), {
    fault: 'gateway',
    effect: noEffect,
    next: 'next_route',
    counts: true,
    code: 'provider_error',
  }),
  // Keys of the newer kind need minutes to become valid everywhere.
  defineRow(
    'key_unauthenticated',
    ({ status }) => status === 401,
    lost('key', { kind: 'key_quarantine', reason: 'unauthenticated', forMs: 10 * MINUTE_MS, maxProbes: 3 }),
  ),
  defineRow(
    'forbidden',
    ({ status }) => status === 403,
    lost('key', { kind: 'key_quarantine', reason: 'forbidden', forMs: 5 * MINUTE_MS }),
  ),
  defineRow(
    'no_quota_for_model',
    ({ status, quota }) => status === 429 && quota === 'unavailable',
    ({ error }) => ({
      fault: 'bucket',
      effect: { kind: 'bucket_unavailable', reason: 'no_quota', forMs: 24 * HOUR_MS },
      next: 'next_key',
      counts: false,
      code: 'quota_exhausted',
      project: error?.project,
    }),
  ),
  defineRow(
    'quota_per_day',
    anyOf(({ status, quota }) => status === 429 && quota === 'day', named('quota_exceeded')),
    ({ error }) => ({
      fault: 'bucket',
      effect: { kind: 'bucket_day', limits: learnLimits(error?.violations ?? []) },
      next: 'next_key',
      counts: false,
      code: 'quota_exhausted',
      project: error?.project,
    }),
  ),
  defineRow(
    'quota_per_minute',
    anyOf(({ status, quota }) => status === 429 && quota === 'minute', named('rate_limit_exceeded')),
    (signal) => cooled('per_minute', signal),
  ),
  defineRow('spend_rate', says('RESOURCE_EXHAUSTED', 'You exceeded your spend-based rate limit.'), (signal) =>
    cooled('spend_rate', signal),
  ),
  defineRow(
    'exhausted',
    ({ status }) => status === 429,
    (signal) => cooled('unspecified', signal),
  ),
  defineRow(
    'context_overflow',
    ({ status, error }) => status === 400 && isContextOverflow(error?.message ?? ''),
    ({ error }) => ({
      ...callerFault('context_length_exceeded'),
      tokens: parseOverflowTokens(error?.message ?? ''),
    }),
  ),
  defineRow(
    'payload_too_large',
    says('INVALID_ARGUMENT', 'Request payload size exceeds the limit'),
    callerFault('body_too_large'),
  ),
  defineRow(
    'model_retired',
    ({ error }) => error?.status === 'NOT_FOUND' && MODEL_RETIRED.test(error.message),
    {
      fault: 'model',
      effect: { kind: 'model_retired', forMs: 24 * HOUR_MS },
      next: 'next_route',
      counts: false,
      code: 'model_not_found',
    },
  ),
  defineRow(
    'model_unknown',
    anyOf(
      ({ error }) => error?.status === 'NOT_FOUND' && MODEL_UNKNOWN.test(error.message),
      named('model_not_found'),
    ),
    {
      fault: 'bucket',
      effect: { kind: 'bucket_unavailable', reason: 'model_unknown', forMs: 12 * HOUR_MS },
      next: 'next_key',
      counts: true,
      code: 'model_not_found',
    },
  ),
  ...serverRows,
  ...callerRows,
];

function cooled(reason: 'per_minute' | 'spend_rate' | 'unspecified', signal: Signal): Decision {
  return {
    fault: 'bucket',
    effect: {
      kind: 'bucket_cool',
      reason,
      retryAfterMs: signal.error?.retryDelayMs ?? signal.retryAfterMs,
      limits: learnLimits(signal.error?.violations ?? []),
    },
    next: 'next_key',
    // Without details nobody says how far this limit reaches, so that trying on is bounded.
    counts: signal.quota === undefined,
    code: 'rate_limited',
    project: signal.error?.project,
  };
}

/** Longer texts of a provider are of no use to anybody. */
const LONGEST_MESSAGE = 2000;

/** Judges a failure of the Gemini API (generateContent and its kin, Interactions, models, files). */
export const judgeGemini: VerdictTable = (failure, redact) => {
  if (failure.type !== 'answer') return judgeUnanswered(failure);
  const error = parseGoogleError(failure.body);
  const message = error?.message
    ? redact(error.message).slice(0, LONGEST_MESSAGE)
    : `HTTP ${failure.status} without an error message`;
  return judgeByRows(rows, readSignal(failure, error), message);
};
