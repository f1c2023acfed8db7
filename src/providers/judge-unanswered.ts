// What failures without a usable answer mean. The same for every provider: nobody's key is at fault.

import {
  defineRow,
  judgeByRows,
  noEffect,
  type BrokenAnswer,
  type TransportFailure,
  type Answer,
  type VerdictRow,
} from './verdict-row.ts';
import type { Failure, PoolEffect, Verdict } from './verdict.ts';

const timedOut: PoolEffect = { kind: 'model_failure', reason: 'timeout' };
const internal: PoolEffect = { kind: 'model_failure', reason: 'internal' };

/** Connections refused or cut, and clocks that ran out. A silent route is left, never asked again. */
const transportRows: readonly VerdictRow<TransportFailure>[] = [
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
const brokenRows: readonly VerdictRow<BrokenAnswer>[] = [
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
  defineRow('withheld_answer', ({ reason }) => reason === 'withheld', {
    fault: 'caller',
    effect: noEffect,
    next: 'return',
    counts: false,
    code: 'content_policy',
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

const brokenHow: Readonly<Record<BrokenAnswer['reason'], string>> = {
  empty: "the provider's answer is empty",
  failed_generation: "the provider's model made no usable answer",
  truncated: "the provider's answer breaks off before its end",
  malformed: "the provider's answer cannot be read",
  withheld: 'the provider withheld the answer for its content',
};

/** The verdict on what is no answer with a status of its own. */
export function judgeUnanswered(failure: Exclude<Failure, Answer>): Verdict {
  return failure.type === 'transport'
    ? judgeByRows(transportRows, failure, `no answer from the provider (${failure.reason})`)
    : judgeByRows(brokenRows, failure, brokenHow[failure.reason]);
}
