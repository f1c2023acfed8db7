// A finished request as it is told of: in its line of the log and in the memory of trails. Its text is made once, when
// first asked for, and is all that is kept from then on: thousands of texts cost the garbage collector next to nothing,
// thousands of records with their parts cost it more than anything else of a request.

import { requestFields } from './request-fields.ts';
import type { RequestRecord } from './request-log.ts';

/** A pool of thousands of dead keys is told by its first and last attempts. */
const MOST_PARTS = 50;
const LAST_PARTS = 10;
/** What the parts of a record take in memory, more or less. */
const RECORD_BYTES = 800;
const PART_BYTES = 250;

/** One request. */
export class ToldRequest {
  readonly outcome: RequestRecord['outcome'];
  readonly status: number;
  /** Unix milliseconds of its arrival. */
  readonly arrivedMs: number;
  /** Memory that it takes at most, as estimated. */
  readonly sizeBytes: number;
  #record: RequestRecord | undefined;
  #text = '';

  constructor(record: RequestRecord) {
    this.outcome = record.outcome;
    this.status = record.status;
    this.arrivedMs = record.arrivedMs;
    this.sizeBytes = sizeOf(record);
    this.#record = bounded(record);
  }

  /** The fields as members of a JSON object, without its braces. */
  get text(): string {
    if (this.#record !== undefined) {
      this.#text = JSON.stringify(requestFields(this.#record)).slice(1, -1);
      this.#record = undefined;
    }
    return this.#text;
  }

  /** The fields as `requestFields` names them. */
  fields(): Readonly<Record<string, unknown>> {
    return JSON.parse(`{${this.text}}`) as Record<string, unknown>;
  }
}

function sizeOf({ attempts, skips, errorMessage, loss, note }: RequestRecord): number {
  const parts = attempts.length + (skips?.length ?? 0) + (loss?.length ?? 0);
  return RECORD_BYTES + parts * PART_BYTES + 2 * ((errorMessage?.length ?? 0) + (note?.length ?? 0));
}

function bounded(record: RequestRecord): RequestRecord {
  const { attempts, skips = [], loss = [] } = record;
  if (Math.max(attempts.length, skips.length, loss.length) <= MOST_PARTS) return record;
  return { ...record, attempts: ends(attempts), skips: ends(skips), loss: loss.slice(0, MOST_PARTS) };
}

function ends<T>(list: readonly T[]): readonly T[] {
  if (list.length <= MOST_PARTS) return list;
  return [...list.slice(0, MOST_PARTS - LAST_PARTS), ...list.slice(-LAST_PARTS)];
}
