// What each failed answer of Anthropic's API means. One table, read from top to bottom; by structure only. A message is
// compared only where Anthropic gives nothing else: the start of its own `error.message`, with the type that goes with it,
// never the raw body, because a caller can make Anthropic echo any text.
// https://platform.claude.com/docs/en/api/errors and https://platform.claude.com/docs/en/api/rate-limits

import { callerRows, serverRows } from '../status-rows.ts';
import { judgeUnanswered } from '../judge-unanswered.ts';
import { defineRow, judgeByRows, noEffect, type Decision, type VerdictRow } from '../verdict-row.ts';
import type { PoolEffect, VerdictTable } from '../verdict.ts';
import { parseAnthropicErrorBody } from './anthropic-error.ts';
import { isContextOverflow, parseOverflowTokens } from './context-overflow.ts';
import { anyOf, readSignal, says, status, type Signal } from './signal.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A longer wait is no minute's limit, and its figure not one of a minute. */
const LONGEST_MINUTE_WAIT_MS = 2 * MINUTE_MS;

/** A key or project that is out of order: the request goes on with the next one. */
function lost(fault: 'key' | 'project', effect: PoolEffect, code: Decision['code'] = 'pool_empty'): Decision {
  return { fault, effect, next: 'next_key', counts: false, code };
}

function quarantine(fault: 'key' | 'project', reason: string, forMs: number, maxProbes?: number): Decision {
  return lost(
    fault,
    fault === 'key'
      ? { kind: 'key_quarantine', reason, forMs, maxProbes }
      : { kind: 'project_quarantine', reason, forMs },
  );
}

const DISABLED = 'This organization has been disabled';
const MODEL_UNKNOWN = /^model:\s*\S/u;

const rows: readonly VerdictRow<Signal>[] = [
  defineRow(
    'organization_disabled',
    anyOf(says('invalid_request_error', DISABLED), says('permission_error', DISABLED)),
    lost('project', { kind: 'project_dead', reason: 'disabled' }),
  ),
  defineRow(
    'key_invalid',
    ({ error }) => error?.type === 'authentication_error' && error.message === 'invalid x-api-key',
    lost('key', { kind: 'key_dead', reason: 'invalid' }),
  ),
  defineRow('key_unauthenticated', status(401), quarantine('key', 'unauthenticated', 10 * MINUTE_MS, 3)),
  // The API says it with 400, its documentation with 402.
  defineRow(
    'credit_exhausted',
    anyOf(status(402), says('invalid_request_error', 'Your credit balance is too low')),
    quarantine('project', 'credit_exhausted', 30 * MINUTE_MS),
  ),
  // Anthropic's word for a place that it does not serve.
  defineRow('location', ({ status, error }) => status === 403 && error?.message === 'Request not allowed', {
    fault: 'egress',
    effect: { kind: 'egress_failure', reason: 'location' },
    next: 'next_route',
    counts: false,
    code: 'provider_refused',
  }),
  defineRow('forbidden', status(403), quarantine('key', 'forbidden', 5 * MINUTE_MS)),
  defineRow(
    'model_unknown',
    ({ status, error }) =>
      status === 404 && error?.type === 'not_found_error' && MODEL_UNKNOWN.test(error.message),
    {
      fault: 'bucket',
      effect: { kind: 'bucket_unavailable', reason: 'model_unknown', forMs: 12 * HOUR_MS },
      next: 'next_key',
      counts: true,
      code: 'model_not_found',
    },
  ),
  defineRow(
    'context_overflow',
    ({ status, error }) => (status === 400 || status === 413) && isContextOverflow(error?.message ?? ''),
    ({ error }) => ({
      fault: 'caller',
      effect: noEffect,
      next: 'return',
      counts: false,
      code: 'context_length_exceeded',
      tokens: parseOverflowTokens(error?.message ?? ''),
    }),
  ),
  defineRow(
    'rate_limit',
    ({ status, retryAfterMs }) => status === 429 && retryAfterMs !== undefined,
    ({ retryAfterMs, limits }) => {
      const ofMinute = retryAfterMs !== undefined && retryAfterMs <= LONGEST_MINUTE_WAIT_MS;
      return {
        fault: 'bucket',
        effect: {
          kind: 'bucket_cool',
          reason: ofMinute ? 'per_minute' : 'unspecified',
          retryAfterMs,
          limits: ofMinute ? limits : [],
        },
        next: 'next_key',
        counts: false,
        code: 'rate_limited',
      };
    },
  ),
  defineRow('rate_limit_in_stream', ({ status, inStream }) => status === 429 && inStream, {
    fault: 'bucket',
    effect: { kind: 'bucket_cool', reason: 'unspecified', limits: [] },
    next: 'next_key',
    // Nothing says how far this limit reaches, so that trying on is bounded.
    counts: true,
    code: 'rate_limited',
  }),
  // A limit of money names no time: https://platform.claude.com/docs/en/api/rate-limits#spend-limits
  defineRow(
    'spend_cap',
    status(429),
    lost(
      'project',
      { kind: 'project_quarantine', reason: 'spend_cap', forMs: 30 * MINUTE_MS },
      'quota_exhausted',
    ),
  ),
  ...serverRows,
  ...callerRows,
];

/** Longer texts of a provider are of no use to anybody. */
const LONGEST_MESSAGE = 2000;

/** Judges a failure of Anthropic's API (messages, token counts, models). */
export const judgeAnthropic: VerdictTable = (failure, redact) => {
  if (failure.type !== 'answer') return judgeUnanswered(failure);
  const error = parseAnthropicErrorBody(failure.body);
  const message = error?.message
    ? redact(error.message).slice(0, LONGEST_MESSAGE)
    : `HTTP ${failure.status} without an error message`;
  return judgeByRows(rows, readSignal(failure, error), message);
};
