// What failures without a usable answer mean. The same for every provider: nobody's key is at fault.

import {
  defineRow,
  noEffect,
  type BrokenAnswer,
  type TransportFailure,
  type VerdictRow,
} from './verdict-row.ts';
import type { PoolEffect } from './verdict.ts';

const timedOut: PoolEffect = { kind: 'model_failure', reason: 'timeout' };
const internal: PoolEffect = { kind: 'model_failure', reason: 'internal' };

/** Connections refused or cut, and clocks that ran out. A silent route is left, never asked again. */
export const transportRows: readonly VerdictRow<TransportFailure>[] = [
  defineRow('connect_failed', ({ reason }) => reason === 'connect', {
    fault: 'network',
    effect: { kind: 'egress_failure', reason: 'connect' },
    next: 'retry_once',
    counts: true,
    code: 'provider_unreachable',
  }),
  defineRow('connection_reset', ({ reason }) => reason === 'reset', {
    fault: 'network',
    effect: { kind: 'egress_failure', reason: 'reset' },
    next: 'retry_once',
    counts: true,
    code: 'provider_error',
  }),
  defineRow('timed_out', () => true, {
    fault: 'network',
    effect: timedOut,
    next: 'next_route',
    counts: true,
    code: 'provider_timeout',
  }),
];

/** Answers of status 2xx that hold no answer. */
export const brokenRows: readonly VerdictRow<BrokenAnswer>[] = [
  defineRow('empty_answer', ({ reason }) => reason === 'empty', {
    fault: 'model',
    effect: noEffect,
    next: 'retry_once',
    counts: false,
    code: 'provider_error',
  }),
  defineRow('failed_generation', ({ reason }) => reason === 'failed_generation', {
    fault: 'model',
    effect: noEffect,
    next: 'retry_once',
    counts: false,
    code: 'provider_error',
  }),
  defineRow('truncated_answer', ({ reason }) => reason === 'truncated', {
    fault: 'network',
    effect: internal,
    next: 'retry_once',
    counts: true,
    code: 'incomplete_answer',
  }),
  defineRow('malformed_answer', () => true, {
    fault: 'model',
    effect: internal,
    next: 'retry_once',
    counts: true,
    code: 'provider_error',
  }),
];
