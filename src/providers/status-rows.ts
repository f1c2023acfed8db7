// What an HTTP status means where the provider's own error says nothing more precise.
// The last rows of every provider's table; the very last matches everything.

import { defineRow, noEffect, type Decision, type VerdictRow } from './verdict-row.ts';
import type { ErrorCode } from '../errors/catalog.ts';

/** The least a table's signal must hold for these rows. */
export interface StatusSignal {
  readonly status: number;
}

function modelFailure(reason: 'overloaded' | 'internal' | 'timeout', code: ErrorCode): Decision {
  return {
    fault: 'model',
    effect: { kind: 'model_failure', reason },
    next: reason === 'timeout' ? 'next_route' : 'retry_once',
    counts: true,
    code,
  };
}

function callerMistake(code: ErrorCode): Decision {
  return { fault: 'caller', effect: noEffect, next: 'return', counts: false, code };
}

function status(...codes: readonly number[]): (signal: StatusSignal) => boolean {
  return (signal) => codes.includes(signal.status);
}

/** Failures of the provider's side: never a key's fault. */
export const serverRows: readonly VerdictRow<StatusSignal>[] = [
  defineRow('overloaded', status(503, 529), modelFailure('overloaded', 'overloaded')),
  defineRow('gateway_timeout', status(408, 504), modelFailure('timeout', 'provider_timeout')),
  defineRow('not_implemented', status(501), callerMistake('not_supported')),
  // 499 is the provider's word for "somebody hung up"; where it was not the client, once more is right.
  defineRow('cancelled', status(499), {
    fault: 'network',
    effect: noEffect,
    next: 'retry_once',
    counts: true,
    code: 'provider_error',
  }),
  defineRow('internal', ({ status }) => status >= 500, modelFailure('internal', 'provider_error')),
];

/** What is left: the caller's mistakes, and answers that no provider should give. */
export const callerRows: readonly VerdictRow<StatusSignal>[] = [
  defineRow('body_too_large', status(413), callerMistake('body_too_large')),
  defineRow('resource_not_found', status(404, 410), callerMistake('resource_not_found')),
  defineRow('bad_request', ({ status }) => status >= 400, callerMistake('invalid_request')),
  defineRow('unexpected_status', () => true, {
    fault: 'gateway',
    effect: noEffect,
    next: 'next_route',
    counts: true,
    code: 'provider_error',
  }),
];
