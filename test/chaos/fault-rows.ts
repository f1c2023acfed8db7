// What can go wrong at a provider, one row each: how the simulator acts it out, and what one attempt that meets it is
// to the gateway. Knows nothing of doors and keys.

import type { DialectName } from '../../src/canon/dialect-name.ts';
import type { ErrorCode } from '../../src/errors/catalog.ts';
import type { SimulatedFault } from '../../src/simulator/simulator.ts';

export type Vendor = 'openai' | 'anthropic' | 'gemini';

/** What one attempt comes to. */
export type Meaning =
  /** The answer is whole all the same. */
  | { readonly kind: 'fine' }
  /** The model answers that it will not answer. */
  | { readonly kind: 'blocked' }
  /** It says that it is done, and has said nothing: asked once more, and then believed. */
  | { readonly kind: 'nothing said' }
  /** The caller's mistake: told at once. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly status: number }
  /** It broke after its first content had reached the caller. */
  | { readonly kind: 'broken'; readonly code: ErrorCode; readonly status?: number }
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode;
      /** `retry`: the same key once more, then another. */
      readonly next: 'retry' | 'key';
      /** Counts towards `retry.max_attempts`. */
      readonly counts: boolean;
      /** The provider's HTTP status, where it told of an error at all. */
      readonly status?: number;
      /** The second such answer is not asked for again at this target. */
      readonly unusable?: boolean;
      /** Nothing is left of the request's time. */
      readonly spendsTime?: boolean;
    };

export interface FaultRow {
  readonly name: string;
  /** `once`: one request. `every-other`: flaps. `key`: one key, for good. `provider`: every key, for good. */
  readonly reach: 'once' | 'every-other' | 'key' | 'provider';
  /** The key is never used again. */
  readonly kills: boolean;
  /** A clock of the gateway has to run out. */
  readonly waits: boolean;
  simulate(stream: boolean): Omit<SimulatedFault, 'times' | 'every' | 'persona'>;
  means(stream: boolean, vendor: Vendor, door: DialectName): Meaning;
}

const fine: Meaning = { kind: 'fine' };
const overloaded = failed('overloaded', 'retry', { counts: true, status: 503 });
const internal = failed('provider_error', 'retry', { counts: true, status: 500 });
const garbled = failed('provider_error', 'retry', { counts: true });
const cutShort = failed('incomplete_answer', 'retry', { counts: true });
const silentStream = failed('provider_timeout', 'key', { counts: true });
// What is not streamed has no clock but that of the whole request: a model that thinks says nothing either.
const silent = failed('provider_timeout', 'key', { counts: true, spendsTime: true });
const empty = failed('provider_error', 'retry', { counts: false, unusable: true });
const lost = failed('pool_empty', 'key', { counts: false });
const limited = failed('rate_limited', 'key', { counts: false, status: 429 });
const brokenOff: Meaning = { kind: 'broken', code: 'incomplete_answer' };

function failed(
  code: ErrorCode,
  next: 'retry' | 'key',
  rest: Pick<Extract<Meaning, { kind: 'failed' }>, 'counts' | 'status' | 'unusable' | 'spendsTime'>,
): Meaning {
  return { kind: 'failed', code, next, ...rest };
}

function row(
  name: string,
  reach: FaultRow['reach'],
  fault: string | ((stream: boolean) => ReturnType<FaultRow['simulate']>),
  means: Meaning | FaultRow['means'],
  also: Partial<Pick<FaultRow, 'kills' | 'waits'>> = {},
): FaultRow {
  return {
    name,
    reach,
    kills: false,
    waits: false,
    ...also,
    simulate: typeof fault === 'string' ? () => ({ fault }) : fault,
    means: typeof means === 'function' ? means : () => means,
  };
}

const streamed =
  (inStream: Meaning, whole: Meaning): FaultRow['means'] =>
  (stream) =>
    stream ? inStream : whole;

/** Longer than the clocks of the world. */
const TOO_LATE_MS = 60_000;

export const faultRows: readonly FaultRow[] = [
  row('429 with a hint', 'key', '429-minute', limited),
  // Without details OpenAI and Google do not say how far it reaches; Anthropic's is the limit of what may be spent.
  row('429 without a hint', 'key', '429-bare', (_stream, vendor) =>
    vendor === 'anthropic' ? lost : failed('rate_limited', 'key', { counts: true, status: 429 }),
  ),
  row('daily quota used up', 'key', '429-day', (_stream, vendor) =>
    // Anthropic has none of its own: it asks for a long wait.
    vendor === 'anthropic' ? limited : failed('quota_exhausted', 'key', { counts: false, status: 429 }),
  ),
  row('no quota at all', 'key', '429-limit-zero', (_stream, vendor) =>
    vendor === 'gemini' ? failed('quota_exhausted', 'key', { counts: false, status: 429 }) : lost,
  ),
  row('500 once', 'once', 'status-500', internal),
  row('503 for good', 'provider', 'status-503', overloaded),
  row('reset before the headers', 'provider', 'reset', garbled),
  row('silence', 'provider', 'silence', streamed(silentStream, silent), { waits: true }),
  row(
    'slow first token',
    'provider',
    (stream) => (stream ? { fault: 'slow-first-token', delayMs: 40 } : { fault: 'delay', delayMs: 40 }),
    fine,
  ),
  row(
    'first token too late',
    'provider',
    (stream) => ({ fault: stream ? 'slow-first-token' : 'delay', delayMs: TOO_LATE_MS }),
    streamed(silentStream, silent),
    { waits: true },
  ),
  row('cut', 'provider', 'cut', streamed(brokenOff, cutShort)),
  row(
    'cut before the first content',
    'provider',
    (stream) => ({ fault: 'cut', ...(stream && { afterEvents: 0 }) }),
    cutShort,
  ),
  row('stall', 'provider', 'stall', streamed({ kind: 'broken', code: 'provider_timeout' }, silent), {
    waits: true,
  }),
  row(
    'one malformed event',
    'provider',
    'malformed',
    streamed({ kind: 'broken', code: 'provider_error' }, cutShort),
  ),
  row('malformed from the start', 'provider', 'malformed-all', streamed(garbled, cutShort)),
  row('no terminator', 'provider', 'eof', streamed(brokenOff, cutShort)),
  row('no closing mark', 'provider', 'no-done', fine),
  row('error event', 'provider', 'error-event', (stream, vendor) =>
    stream ? { kind: 'broken', code: vendor === 'openai' ? 'provider_error' : 'overloaded' } : overloaded,
  ),
  // Google's word for it is that somebody hung up.
  row('error as bare JSON', 'provider', 'error-raw', (stream, vendor) => {
    if (!stream) return overloaded;
    if (vendor === 'gemini') return { kind: 'broken', code: 'provider_error', status: 499 };
    return { kind: 'broken', code: vendor === 'anthropic' ? 'overloaded' : 'provider_error' };
  }),
  row('error event at once', 'provider', 'error-event-0', (stream, vendor) =>
    stream && vendor === 'openai' ? internal : overloaded,
  ),
  row('context overflow', 'provider', 'context-overflow', {
    kind: 'refused',
    code: 'context_length_exceeded',
    status: 400,
  }),
  row('content policy, as an answer', 'provider', 'blocked-prompt', { kind: 'blocked' }),
  row('content policy, as an error', 'provider', 'content-policy', (_stream, vendor) =>
    vendor === 'gemini' ? { kind: 'blocked' } : { kind: 'refused', code: 'invalid_request', status: 400 },
  ),
  row('empty 200', 'provider', 'empty', (_stream, vendor) =>
    // Google's has no reason to finish in it either.
    vendor === 'gemini' ? empty : { kind: 'nothing said' },
  ),
  row('wrong content type', 'provider', 'wrong-content-type', fine),
  row('a page instead of an answer', 'provider', 'html-200', streamed(empty, cutShort)),
  row('truncated JSON', 'provider', 'truncated-json', (stream, vendor, door) => {
    if (!stream) return cutShort;
    // Chat Completions has confirmed the end by then: only the closing mark is half.
    return vendor === 'openai' && door !== 'openai-responses' ? fine : brokenOff;
  }),
  row('packed though nobody asked', 'provider', 'gzip', fine),
  row('packed, and broken', 'provider', 'gzip-broken', garbled),
  row('redirect', 'provider', 'redirect', failed('provider_error', 'key', { counts: true })),
  row('huge body', 'provider', 'huge', streamed(fine, garbled)),
  row('flapping provider', 'every-other', 'status-503', overloaded),
  row('invalid key', 'key', 'key-invalid', lost, { kills: true }),
  row('leaked key', 'key', 'key-leaked', lost, { kills: true }),
];
