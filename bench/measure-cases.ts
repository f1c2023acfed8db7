// Nanoseconds a call of small pieces of work, side by side. Rounds are short, so that few of them are interrupted where other
// work runs on the machine, and go through the cases forwards and backwards by turns, so that none has the better place.

const ROUNDS = 400;
const ROUND_NANOS = 200_000;
/** Before anything counts: long enough for the optimising compiler. */
const WARM_UP_NANOS = 50_000_000;

/** What is measured, by its title. A case returns what it came to: undefined means that it found nothing to work on. */
export type Cases = Readonly<Record<string, () => unknown>>;

/** Nanoseconds a call. */
export interface CaseFigure {
  readonly title: string;
  readonly median: number;
  readonly lowest: number;
}

/** Some tenths of a second for each case. */
export function measureCases(cases: Cases): readonly CaseFigure[] {
  const runners = Object.entries(cases).map(([title, run]) => ({
    title,
    run,
    calls: warmUp(run),
    nanos: [] as number[],
  }));
  const backwards = runners.toReversed();
  for (let round = 0; round < ROUNDS; round++) {
    for (const { run, calls, nanos } of round % 2 === 0 ? runners : backwards)
      nanos.push(time(run, calls) / calls);
  }
  return runners.map(({ title, nanos }) => {
    nanos.sort((left, right) => left - right);
    return { title, median: nanos[ROUNDS >> 1] ?? Number.NaN, lowest: nanos[0] ?? Number.NaN };
  });
}

/** How many calls make a round. */
function warmUp(run: () => unknown): number {
  let calls = 1;
  let spent = 0;
  let lowest = Infinity;
  while (spent < WARM_UP_NANOS) {
    const nanos = time(run, calls);
    spent += nanos;
    lowest = Math.min(lowest, nanos / calls);
    if (nanos < ROUND_NANOS) calls *= 2;
  }
  return Math.max(1, Math.round(ROUND_NANOS / lowest));
}

/** Where results go, so that no call can be left out as useless. */
let sink: unknown;

function time(run: () => unknown, calls: number): number {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) sink = run();
  const nanos = Number(process.hrtime.bigint() - start);
  if (sink === undefined) throw new Error('a case found nothing to work on');
  return nanos;
}
