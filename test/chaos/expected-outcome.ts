// What must become of a request, by rule: from what one attempt is, how many keys there are and who stands behind them.

import type { DialectName } from '../../src/canon/dialect-name.ts';
import type { ErrorCode } from '../../src/errors/catalog.ts';
import { MAX_ATTEMPTS } from './chaos-world.ts';
import type { FaultRow, Meaning } from './fault-rows.ts';
import type { OutcomeKind } from './seen-outcome.ts';
import type { Shape } from './shapes.ts';

export interface ExpectedOutcome {
  readonly kind: OutcomeKind;
  readonly status: number;
  readonly type: string;
  /** A time to come back is told. */
  readonly hasRetryAfter: boolean | undefined;
  /** Requests that reach the providers. */
  readonly attempts: number;
}

type Failed = Extract<Meaning, { kind: 'failed' }>;

/** The rule. */
export function expectOutcome(
  dialect: DialectName,
  shape: Shape,
  row: FaultRow,
  stream: boolean,
): ExpectedOutcome {
  const [first] = shape.vendors;
  if (first === undefined) throw new Error('a shape has a provider');
  const meaning = row.means(stream, first, dialect);
  switch (meaning.kind) {
    case 'fine':
      return answered('whole', 1);
    case 'blocked':
      return answered('blocked', 1);
    case 'nothing said':
      return answered('nothing said', 2);
    case 'refused':
      if (meaning.code === 'context_length_exceeded' && holdsMore(shape)) return answered('whole', 2);
      return { ...told('error', dialect, meaning.code), attempts: 1 };
    case 'broken':
      return {
        ...told('error event', dialect, meaning.code),
        ...ownWords(dialect, shape, meaning),
        status: 200,
        attempts: 1,
      };
    case 'failed':
      return afterFailures(dialect, shape, row, meaning);
  }
  return meaning satisfies never;
}

/** One honest failure after another, until something answers or nothing is left. */
function afterFailures(dialect: DialectName, shape: Shape, row: FaultRow, meaning: Failed): ExpectedOutcome {
  const failures = countFailures(shape, row, meaning);
  const keysLeft = row.reach === 'key' && !shape.allKeysIll;
  const recovers = row.reach === 'once' || row.reach === 'every-other' || keysLeft;
  const goesOn = shape.vendors.length > 1 && meaning.spendsTime !== true;
  if ((recovers && meaning.spendsTime !== true) || goesOn) return answered('whole', failures + 1);
  return {
    ...told('error', dialect, meaning.code),
    ...ownWords(dialect, shape, meaning),
    attempts: failures,
  };
}

function countFailures(shape: Shape, row: FaultRow, meaning: Failed): number {
  if (meaning.spendsTime === true) return 1;
  if (row.reach === 'once' || row.reach === 'every-other') return 1;
  const perKey = meaning.next === 'retry' ? 2 : 1;
  if (row.reach === 'key' && !shape.allKeysIll) return perKey;
  if (meaning.unusable === true) return 2;
  const all = perKey * shape.keyCount;
  // Each provider that stands behind keeps an attempt.
  return meaning.counts ? Math.min(all, MAX_ATTEMPTS + 1 - shape.vendors.length) : all;
}

/** The second model is known to hold more than the first: the vendors that list it are Anthropic and Google. */
function holdsMore({ vendors }: Shape): boolean {
  return vendors[0] === 'anthropic' && vendors[1] === 'gemini';
}

function answered(kind: 'whole' | 'blocked' | 'nothing said', attempts: number): ExpectedOutcome {
  return { kind, status: 200, type: '', hasRetryAfter: false, attempts };
}

/** How each dialect's vendor says an error of ours: status and type. */
const statuses: Partial<Record<ErrorCode, number>> = {
  context_length_exceeded: 400,
  invalid_request: 400,
  rate_limited: 429,
  quota_exhausted: 429,
  pool_empty: 503,
  overloaded: 503,
  provider_error: 502,
  provider_timeout: 504,
  incomplete_answer: 502,
};
const openaiTypes: Readonly<Record<number, string>> = { 400: 'invalid_request_error', 429: 'requests' };
const anthropicTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};
const googleWords: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

function told(
  kind: 'error' | 'error event',
  dialect: DialectName,
  code: ErrorCode,
): Omit<ExpectedOutcome, 'attempts'> {
  const plain = statuses[code] ?? 500;
  const status = dialect === 'anthropic-messages' && code === 'overloaded' ? 529 : plain;
  return {
    kind,
    status,
    type: typeOf(dialect, status, code),
    hasRetryAfter: status === 429 ? true : undefined,
  };
}

function typeOf(dialect: DialectName, status: number, code: ErrorCode): string {
  switch (dialect) {
    case 'openai-chat':
    case 'openai-responses':
      return code === 'quota_exhausted' ? 'insufficient_quota' : (openaiTypes[status] ?? 'server_error');
    case 'anthropic-messages':
      return anthropicTypes[status] ?? 'api_error';
    case 'gemini':
      return googleWords[status] ?? '';
  }
  return dialect satisfies never;
}

/** At the native door Google's last error goes out as it came, unless it is about a key of the pool. */
function ownWords(
  dialect: DialectName,
  { vendors }: Shape,
  { status, code }: Pick<Failed, 'status' | 'code'>,
): Partial<ExpectedOutcome> {
  if (dialect !== 'gemini' || vendors[0] !== 'gemini' || status === undefined || code === 'pool_empty')
    return {};
  return { status, type: googleWords[status] ?? '' };
}
