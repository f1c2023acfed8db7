// The latest requests with their trails, for whoever asks what became of one. Bounded in number and in bytes; requests
// that failed stay longer. Nothing is rendered until somebody asks.

import { Ring } from '../lib/ring.ts';
import type { RequestRecord } from './request-log.ts';
import type { ToldRequest } from './told-request.ts';

/** What it hands out are the requests as they were told, not redacted. */
export interface TrailMemory {
  remember(told: ToldRequest): void;
  /** The latest request of that id: callers may choose ids, and repeat them. */
  get(id: string): ToldRequest | undefined;
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

/** A request that ends meanwhile moves no other from one page to the next. */
export interface TrailPage {
  /** Newest first. */
  readonly requests: readonly ToldRequest[];
  /** For `before` of the next page; undefined when this is the last. */
  readonly next: number | undefined;
}

/** At most so many are remembered; the oldest leave first. */
export interface TrailLimits {
  readonly requests: number;
  /** Of those that leave, so many that did not end well stay on. */
  readonly failures: number;
  /** Both together, as estimated. */
  readonly bytes: number;
}

interface Entry {
  readonly sequence: number;
  readonly told: ToldRequest;
}

const DEFAULT_LIMITS: TrailLimits = { requests: 10_000, failures: 2000, bytes: 32 * 1024 * 1024 };
/** Creates an empty memory. */
export function createTrailMemory(limits: TrailLimits = DEFAULT_LIMITS): TrailMemory {
  const latest = new Ring<Entry>(limits.requests);
  const failures = new Ring<Entry>(limits.failures);
  let bytes = 0;
  let sequence = 0;

  function forget(entry: Entry | undefined): void {
    if (entry !== undefined) bytes -= entry.told.sizeBytes;
  }

  /** Out of the latest; failures go on to their own place. */
  function retire(entry: Entry | undefined): void {
    if (entry === undefined || entry.told.outcome === 'ok') forget(entry);
    else forget(failures.push(entry));
  }

  function* newestFirst(): Iterable<Entry> {
    yield* latest.newestFirst();
    yield* failures.newestFirst();
  }

  return {
    remember(told) {
      bytes += told.sizeBytes;
      retire(latest.push({ sequence: sequence++, told }));
      while (bytes > limits.bytes && failures.size > 0) forget(failures.shift());
      while (bytes > limits.bytes && latest.size > 0) forget(latest.shift());
    },
    get(id) {
      const beginning = `"id":${JSON.stringify(id)},`;
      for (const { told } of newestFirst()) if (told.text.startsWith(beginning)) return told;
      return undefined;
    },
    recent(query) {
      const requests: ToldRequest[] = [];
      let last = 0;
      for (const { sequence: at, told } of newestFirst()) {
        if (at >= (query.before ?? Infinity) || !matches(told, query)) continue;
        if (requests.length === query.limit) return { requests, next: last };
        requests.push(told);
        last = at;
      }
      return { requests, next: undefined };
    },
  };
}

function matches(told: ToldRequest, { outcome, model, client }: TrailQuery): boolean {
  if (outcome !== undefined && told.outcome !== outcome) return false;
  if (client === undefined && model === undefined) return true;
  const fields = told.fields();
  return (
    (client === undefined || fields['client'] === client) &&
    (model === undefined || fields['model_asked'] === model || fields['model'] === model)
  );
}
