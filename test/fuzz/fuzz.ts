// Runs cases by the thousand and counts them by fault and by pair of dialects.

import { callerNames, providerNames, type CallerName, type ProviderName } from './plan.ts';
import { faultNames, type FaultName } from './break-stream.ts';
import { startSocketWorld } from './drive-sockets.ts';
import { makeCase, runCase, runCaseOverSockets, type CaseResult, type FuzzCase } from './run-case.ts';

export interface FuzzFailure {
  readonly failing: FuzzCase;
  readonly wrong: string;
}

interface Endings {
  well: number;
  error: number;
  unsent: number;
}

export interface FuzzReport {
  readonly runs: number;
  /** Cases by `fault provider>caller`. */
  readonly counts: ReadonlyMap<string, number>;
  /** How the callers' streams ended. */
  readonly endings: Readonly<Endings>;
  readonly failures: readonly FuzzFailure[];
}

/** So many failures are enough to know what is wrong. */
const MOST_FAILURES = 100;

/** Runs the cases of the seeds from `seed` on. `say` is told how far it is. */
export function fuzz(
  runs: number,
  seed: number,
  say: (done: number, failed: number) => void = () => {},
): FuzzReport {
  const counts = new Map<string, number>();
  const endings = { well: 0, error: 0, unsent: 0 };
  const failures: FuzzFailure[] = [];
  let done = 0;
  while (done < runs && failures.length < MOST_FAILURES) {
    const made = makeCase(seed + done);
    const cell = cellOf(made.fault, made.provider, made.caller);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
    const wrong = check(made, endings);
    if (wrong !== undefined) failures.push({ failing: made, wrong });
    done++;
    if (done % 10_000 === 0) say(done, failures.length);
  }
  return { runs: done, counts, endings, failures };
}

function check(made: FuzzCase, endings: Endings): string | undefined {
  try {
    return count(runCase(made), endings);
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function count({ delivered, wrong }: CaseResult, endings: Endings): string | undefined {
  if (!delivered.committed) endings.unsent++;
  else if (delivered.failed) endings.error++;
  else endings.well++;
  return wrong;
}

/** Cases under way at a time: most of their time is spent waiting for silence to be noticed. */
const CONCURRENCY = 16;

/** The same through a whole gateway and real sockets. */
export async function fuzzSockets(runs: number, seed: number): Promise<FuzzReport> {
  const world = await startSocketWorld();
  const counts = new Map<string, number>();
  const endings: Endings = { well: 0, error: 0, unsent: 0 };
  const failures: FuzzFailure[] = [];
  let next = seed;
  let begun = 0;
  async function work(): Promise<void> {
    while (begun < runs && failures.length < MOST_FAILURES) {
      const made = makeCase(next++);
      begun++;
      const result = await runCaseOverSockets(made, world);
      const cell = cellOf(made.fault, made.provider, made.caller);
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
      const wrong = count(result, endings);
      if (wrong !== undefined) failures.push({ failing: made, wrong });
    }
  }
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  } finally {
    await world.close();
  }
  return { runs: begun, counts, endings, failures };
}

function cellOf(fault: FaultName, provider: ProviderName, caller: CallerName): string {
  return `${fault} ${provider}>${caller}`;
}

/** The counts: a line for each fault, a column for each pair. */
export function renderCounts({ counts }: FuzzReport): string {
  const pairs = providerNames.flatMap((provider) => callerNames.map((caller) => [provider, caller] as const));
  const short = { chat: 'C', responses: 'R', messages: 'M', gemini: 'G', 'gemini-array': 'A' } as const;
  const head = ['', ...pairs.map(([provider, caller]) => `${short[provider]}>${short[caller]}`)];
  const rows = faultNames.map((fault) =>
    [fault as string].concat(
      pairs.map(([provider, caller]) => String(counts.get(cellOf(fault, provider, caller)) ?? 0)),
    ),
  );
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join(' ');
  return [head, ...rows].map(line).join('\n');
}
