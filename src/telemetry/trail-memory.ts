// The latest requests with their trails, for whoever asks what became of one. Bounded in number and in bytes; requests
// that failed stay longer. Nothing is rendered until somebody asks.

import { Ring } from '../lib/ring.ts';
import type { RequestRecord } from './request-log.ts';

export interface TrailMemory {
  remember(record: RequestRecord): void;
  /** The latest request of that id: callers may choose ids, and repeat them. */
  get(id: string): RequestRecord | undefined;
  recent(query: TrailQuery): TrailPage;
}

/** Every filter that is given must match. */
export interface TrailQuery {
  readonly outcome?: RequestRecord['outcome'] | undefined;
  /** As asked for or as given. */
  readonly model?: string | undefined;
  readonly client?: string | undefined;
  /** Only requests before this one: `next` of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface TrailPage {
  /** Newest first. */
  readonly records: readonly RequestRecord[];
  /** For `before` of the next page; undefined when this is the last. */
  readonly next: number | undefined;
}

export interface TrailLimits {
  readonly requests: number;
  /** Of those that leave, so many that did not end well stay on. */
  readonly failures: number;
  /** Both together, as estimated. */
  readonly bytes: number;
}

interface Entry {
  readonly sequence: number;
  readonly record: RequestRecord;
}

const DEFAULT_LIMITS: TrailLimits = { requests: 10_000, failures: 2000, bytes: 32 * 1024 * 1024 };
/** A pool of thousands of dead keys is told by its first and last attempts. */
const MOST_ATTEMPTS = 50;
const LAST_ATTEMPTS = 10;
const MOST_LOSSES = 50;
/** What the parts of a record take in memory, more or less. */
const RECORD_BYTES = 800;
const ATTEMPT_BYTES = 250;

/** Creates an empty memory. */
export function createTrailMemory(limits: TrailLimits = DEFAULT_LIMITS): TrailMemory {
  const latest = new Ring<Entry>(limits.requests);
  const failures = new Ring<Entry>(limits.failures);
  let bytes = 0;
  let sequence = 0;

  function forget(entry: Entry | undefined): void {
    if (entry !== undefined) bytes -= sizeOf(entry.record);
  }

  /** Out of the latest; failures go on to their own place. */
  function retire(entry: Entry | undefined): void {
    if (entry === undefined || entry.record.outcome === 'ok') forget(entry);
    else forget(failures.push(entry));
  }

  function* newestFirst(): Iterable<Entry> {
    yield* latest.newestFirst();
    yield* failures.newestFirst();
  }

  return {
    remember(given) {
      const record = bounded(given);
      bytes += sizeOf(record);
      retire(latest.push({ sequence: sequence++, record }));
      while (bytes > limits.bytes && failures.size > 0) forget(failures.shift());
      while (bytes > limits.bytes && latest.size > 0) forget(latest.shift());
    },
    get(id) {
      for (const { record } of newestFirst()) if (record.id === id) return record;
      return undefined;
    },
    recent(query) {
      const records: RequestRecord[] = [];
      let last = 0;
      for (const { sequence: at, record } of newestFirst()) {
        if (at >= (query.before ?? Infinity) || !matches(record, query)) continue;
        if (records.length === query.limit) return { records, next: last };
        records.push(record);
        last = at;
      }
      return { records, next: undefined };
    },
  };
}

function matches(record: RequestRecord, { outcome, model, client }: TrailQuery): boolean {
  return (
    (outcome === undefined || record.outcome === outcome) &&
    (client === undefined || record.client === client) &&
    (model === undefined || record.modelAsked === model || record.modelGiven === model)
  );
}

function sizeOf({ attempts, skips, errorMessage, loss, note }: RequestRecord): number {
  const parts = attempts.length + (skips?.length ?? 0) + (loss?.length ?? 0);
  return RECORD_BYTES + parts * ATTEMPT_BYTES + 2 * ((errorMessage?.length ?? 0) + (note?.length ?? 0));
}

function bounded(record: RequestRecord): RequestRecord {
  const { attempts, skips = [], loss = [] } = record;
  const fits = Math.max(attempts.length, skips.length, loss.length) <= MOST_ATTEMPTS;
  if (fits) return record;
  return {
    ...record,
    attempts: ends(attempts),
    skips: ends(skips),
    loss: loss.slice(0, MOST_LOSSES),
  };
}

function ends<T>(list: readonly T[]): readonly T[] {
  if (list.length <= MOST_ATTEMPTS) return list;
  return [...list.slice(0, MOST_ATTEMPTS - LAST_ATTEMPTS), ...list.slice(-LAST_ATTEMPTS)];
}
