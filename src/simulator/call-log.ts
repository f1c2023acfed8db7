// The bounded memory of what reached the simulator. Counts are exact for ever, entries and bodies are the latest only.
import type { OpenCall, SimulatedCall } from './simulated-call.ts';

const LONGEST_LOG = 20_000;
const MOST_BODY_BYTES = 64 * 1024 * 1024;

/** Its entries are the calls themselves, oldest first: they change until they are answered or aborted. */
export interface CallLog {
  begin(call: OpenCall): void;
  /** Counts the answer; once a call. */
  settle(call: OpenCall): void;
  abort(call: OpenCall): void;
  calls(): readonly SimulatedCall[];
  count(filter?: Partial<SimulatedCall>): number;
  countsByStatus(): Readonly<Record<number, number>>;
  aborted(): number;
  reset(): void;
}

/** Creates an empty log of at most 20,000 entries holding at most 64 MiB of bodies. */
export function createCallLog(): CallLog {
  let entries: OpenCall[] = [];
  let total = 0;
  let abortedCount = 0;
  let bodyBytes = 0;
  let oldestBody = 0;
  let byStatus = new Map<number, number>();

  function dropBodies(): void {
    while (bodyBytes > MOST_BODY_BYTES && oldestBody < entries.length) {
      const entry = entries[oldestBody++];
      if (!entry?.rawBody) continue;
      bodyBytes -= entry.rawBody.length;
      entry.rawBody = undefined;
      entry.body = undefined;
    }
  }

  return {
    begin(call) {
      total++;
      entries.push(call);
      bodyBytes += call.rawBody?.length ?? 0;
      if (bodyBytes > MOST_BODY_BYTES) dropBodies();
      if (entries.length < LONGEST_LOG * 2) return;
      // Halving at twice the length keeps the cost of forgetting constant per call.
      for (const old of entries.slice(0, LONGEST_LOG)) bodyBytes -= old.rawBody?.length ?? 0;
      entries = entries.slice(LONGEST_LOG);
      oldestBody = Math.max(0, oldestBody - LONGEST_LOG);
    },
    settle(call) {
      byStatus.set(call.status, (byStatus.get(call.status) ?? 0) + 1);
    },
    abort(call) {
      if (call.aborted) return;
      call.aborted = true;
      abortedCount++;
    },
    calls: () => entries,
    count(filter) {
      if (!filter) return total;
      const wanted = Object.entries(filter);
      let count = 0;
      for (const entry of entries) {
        if (wanted.every(([field, value]) => entry[field as keyof OpenCall] === value)) count++;
      }
      return count;
    },
    countsByStatus: () => Object.fromEntries(byStatus),
    aborted: () => abortedCount,
    reset() {
      entries = [];
      total = 0;
      abortedCount = 0;
      bodyBytes = 0;
      oldestBody = 0;
      byStatus = new Map();
    },
  };
}
