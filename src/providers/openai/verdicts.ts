// What each failed answer of OpenAI and of the services that speak like it means. One table, read from top to bottom;
// by status, code, type and headers. A message is compared only where there is no code for the case.
// https://platform.openai.com/docs/guides/error-codes

import { callerRows, serverRows } from '../status-rows.ts';
import { judgeUnanswered } from '../judge-unanswered.ts';
import { defineRow, judgeByRows, noEffect, type Decision, type VerdictRow } from '../verdict-row.ts';
import type { PoolEffect, VerdictTable } from '../verdict.ts';
import { readOverflowTokens, saysContextOverflow } from './context-overflow.ts';
import { parseOpenaiError } from './openai-error.ts';
import { minuteLimits, type LimitHeaders } from './rate-limit.ts';
import { allOf, anyOf, named, readSignal, status, type Signal } from './signal.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** In what a service's failures differ from OpenAI's. */
export interface VerdictVariation {
  /** What its `x-ratelimit-limit-*` headers count. */
  readonly limitHeaders?: LimitHeaders | undefined;
  /** Rows of its own, tried before the others. */
  readonly rows?: readonly VerdictRow<Signal>[] | undefined;
}

/** The credential or what pays for it is of no use now: the request goes on with another. */
function lost(fault: 'key' | 'project', effect: PoolEffect): Decision {
  return { fault, effect, next: 'next_key', counts: false, code: 'pool_empty' };
}

/** The caller's doing: no key is to blame, and no other key would help. */
export function callerFault(code: Decision['code']): Decision {
  return { fault: 'caller', effect: noEffect, next: 'return', counts: false, code };
}

/** Money is out; people put it back within hours at the soonest. */
export const drained: Decision = lost('project', {
  kind: 'project_quarantine',
  reason: 'drained',
  forMs: 30 * MINUTE_MS,
});

const moneyWords = [
  'insufficient_quota',
  'credit_balance_exhausted',
  'project_spend_limit_exceeded',
  'organization_spend_limit_exceeded',
  'billing_hard_limit_reached',
  'billing_hard_limit',
  'billing_not_active',
] as const;

const rows: readonly VerdictRow<Signal>[] = [
  defineRow(
    'content_policy',
    named('content_filter', 'content_policy_violation', 'moderation_blocked'),
    callerFault('invalid_request'),
  ),
  defineRow('drained', anyOf(status(402), named(...moneyWords)), drained),
  defineRow(
    'account_deactivated',
    named('account_deactivated', 'organization_deactivated'),
    lost('project', { kind: 'project_dead', reason: 'deactivated' }),
  ),
  defineRow(
    'key_invalid',
    allOf(
      status(400, 401, 403),
      named('invalid_api_key', 'invalid_key', 'api_key_invalid', 'expired_api_key'),
    ),
    lost('key', { kind: 'key_dead', reason: 'invalid' }),
  ),
  defineRow('region', named('unsupported_country_region_territory'), {
    fault: 'egress',
    effect: { kind: 'egress_failure', reason: 'location' },
    next: 'next_route',
    counts: false,
    code: 'provider_refused',
  }),
  // Without the code it may be a proxy before the service, or a key that is not known everywhere yet.
  defineRow(
    'key_unauthenticated',
    status(401),
    lost('key', { kind: 'key_quarantine', reason: 'unauthenticated', forMs: 10 * MINUTE_MS, maxProbes: 3 }),
  ),
  defineRow(
    'model_unknown',
    anyOf(named('model_not_found', 'DeploymentNotFound'), allOf(status(403), named('model_not_allowed'))),
    {
      fault: 'bucket',
      effect: { kind: 'bucket_unavailable', reason: 'model_unknown', forMs: 12 * HOUR_MS },
      next: 'next_key',
      counts: true,
      code: 'model_not_found',
    },
  ),
  defineRow(
    'forbidden',
    status(403),
    lost('key', { kind: 'key_quarantine', reason: 'forbidden', forMs: 5 * MINUTE_MS }),
  ),
  defineRow('quota_per_day', ({ status, rate }) => status === 429 && rate.window === 'day', perDay),
  defineRow(
    'rate_limited',
    ({ status, rate }) => status === 429 && rate.window === 'minute',
    (signal) => cooled('per_minute', signal),
  ),
  defineRow('exhausted', status(429), (signal) => cooled('unspecified', signal)),
  defineRow(
    'context_overflow',
    anyOf(
      named('context_length_exceeded'),
      ({ status, error }) => [400, 413, 422].includes(status) && saysContextOverflow(error?.message ?? ''),
    ),
    ({ error }) => ({
      ...callerFault('context_length_exceeded'),
      tokens: readOverflowTokens(error?.message ?? ''),
    }),
  ),
  ...serverRows,
  ...callerRows,
];

/** Days roll: a service that says when the limit is over is believed, else its midnight is waited for. */
function perDay(signal: Signal): Decision {
  const { retryAfterMs, limits } = signal.rate;
  if (retryAfterMs !== undefined) return { ...cooled('per_day', signal), code: 'quota_exhausted' };
  return {
    fault: 'bucket',
    effect: { kind: 'bucket_day', limits },
    next: 'next_key',
    counts: false,
    code: 'quota_exhausted',
  };
}

function cooled(reason: 'per_minute' | 'per_day' | 'unspecified', { rate }: Signal): Decision {
  return {
    fault: 'bucket',
    effect: { kind: 'bucket_cool', reason, retryAfterMs: rate.retryAfterMs, limits: rate.limits },
    next: 'next_key',
    // Without details nobody says how far this limit reaches, so that trying on is bounded.
    counts: rate.window === undefined,
    code: 'rate_limited',
  };
}

/** Longer texts of a provider are of no use to anybody. */
const LONGEST_MESSAGE = 2000;

/** Makes the table of a service. */
export function createOpenaiVerdicts(variation: VerdictVariation = {}): VerdictTable {
  const table = [...(variation.rows ?? []), ...rows];
  const limits = variation.limitHeaders ?? minuteLimits;
  return (failure, redact) => {
    if (failure.type !== 'answer') return judgeUnanswered(failure);
    const error = parseOpenaiError(failure.body);
    const message = error?.message
      ? redact(error.message).slice(0, LONGEST_MESSAGE)
      : `HTTP ${failure.status} without an error message`;
    return judgeByRows(table, readSignal(failure, error, limits), message);
  };
}

/** Judges a failure of OpenAI's API. */
export const judgeOpenai: VerdictTable = createOpenaiVerdicts();
