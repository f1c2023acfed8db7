// What the client is told when no route is left: from the last verdict and from why the pool rests.

import { GatewayError, type GatewayErrorOptions } from '../errors/gateway-error.ts';
import type { ErrorCode } from '../errors/catalog.ts';
import { isoSeconds } from '../lib/iso-seconds.ts';
import type { Resting } from '../pool/pool.ts';
import type { Failure, Verdict } from '../providers/verdict.ts';

/** As good as at once: no header tells less than a second. */
const SOON_MS = 1000;

/** The failure as it came and as the provider's verdict table judged it. */
export interface FailedAttempt {
  readonly verdict: Verdict;
  readonly failure: Failure;
}

/** An error about the caller's own request, or the provider's trouble that ended it at once. */
export function errorFromAttempt(attempt: FailedAttempt, redact: (text: string) => string): GatewayError {
  const { verdict, failure } = attempt;
  if (isPoolsOwn(verdict)) return poolEmpty(verdict.message);
  const options: GatewayErrorOptions = { tokens: verdict.tokens, ...providerBody(verdict, failure, redact) };
  return new GatewayError(verdict.code, verdict.message, options);
}

/** A failure of the pool's own key or project, told though another is ready: whoever asks anew is given that one. */
export function errorFromLostKey({ message }: Verdict): GatewayError {
  const why = message.replace(/\.$/u, '');
  return new GatewayError('pool_empty', `A key of the pool was refused (${why}); another is ready.`, {
    retryAfterMs: SOON_MS,
  });
}

/** Trouble with a key of the pool is never shown as the client's. */
export function isPoolsOwn({ fault }: Verdict): boolean {
  return fault === 'key' || fault === 'project';
}

/** An error because nothing can be leased. `last` is the failure that led there, if anything was sent at all. */
export function errorFromResting(
  resting: Resting,
  last: FailedAttempt | undefined,
  nowMs: number,
  redact: (text: string) => string,
): GatewayError {
  // Whoever asks anew is bound to none of the keys that this request had left.
  const returnMs = resting.backMs ?? resting.untilMs;
  const retryAfterMs = returnMs === undefined ? undefined : Math.max(0, returnMs - nowMs);
  const options: GatewayErrorOptions = {
    retryAfterMs,
    limit: resting.limit,
    ...(last === undefined ? {} : providerBody(last.verdict, last.failure, redact)),
  };
  const limit = resting.limit === undefined ? '' : `: ${resting.limit}`;
  // Not every client shows its user the headers.
  const until = returnMs === undefined ? '' : `, until ${isoSeconds(returnMs)}`;
  switch (resting.reason) {
    case 'per_minute':
      return new GatewayError(
        'rate_limited',
        `Every key for this model is at its limit${limit}${until}.`,
        options,
      );
    case 'per_day':
      return new GatewayError(
        'quota_exhausted',
        `The daily quota of every key for this model is used up${limit}${until}.`,
        options,
      );
    case 'model_overloaded':
      return new GatewayError(
        'overloaded',
        last?.verdict.message ?? `The model is overloaded${limit}.`,
        options,
      );
    case 'model_unavailable':
      return new GatewayError(
        unavailableCode(last),
        last?.verdict.message ?? `No key can serve this model${limit}.`,
        options,
      );
    case 'egress_blocked':
      return new GatewayError('provider_refused', `The provider refuses requests from here${limit}.`, {
        retryAfterMs,
        limit: resting.limit,
      });
    case 'unreachable':
      return new GatewayError('provider_unreachable', `The provider cannot be reached now${limit}.`, {
        retryAfterMs,
        limit: resting.limit,
      });
    case 'quarantined':
      return poolEmpty(`every key is being checked after a refusal${limit}`, retryAfterMs);
    case 'empty':
      return poolEmpty(last === undefined ? 'no usable key is left' : last.verdict.message);
    case 'excluded':
      if (last !== undefined && isPoolsOwn(last.verdict) && resting.othersMay === true)
        return errorFromLostKey(last.verdict);
      return last === undefined
        ? poolEmpty('no usable key is left', retryAfterMs)
        : returningIn(errorFromAttempt(last, redact), retryAfterMs);
  }
}

function returningIn(error: GatewayError, retryAfterMs: number | undefined): GatewayError {
  return new GatewayError(error.code, error.message, { ...error.options, retryAfterMs });
}

function unavailableCode(last: FailedAttempt | undefined): ErrorCode {
  return last?.verdict.effect.kind === 'bucket_unavailable' ? last.verdict.code : 'model_not_found';
}

function poolEmpty(why: string, retryAfterMs?: number): GatewayError {
  return new GatewayError('pool_empty', `No key of the pool can be used now: ${why.replace(/\.$/u, '')}.`, {
    retryAfterMs,
  });
}

/** The provider's own words, for the door that speaks its dialect. Never those about a key of the pool. */
function providerBody(
  verdict: Verdict,
  failure: Failure,
  redact: (text: string) => string,
): GatewayErrorOptions {
  if (failure.type !== 'answer') return {};
  // A redirect, or an error behind a 200, would go out with that status: no client takes it for a failure.
  if (failure.status < 400) return {};
  if (isPoolsOwn(verdict) || verdict.fault === 'egress') return {};
  if (!/^\s*[[{]/u.test(failure.body)) return {};
  return { providerBody: redact(failure.body), providerStatus: failure.status };
}
