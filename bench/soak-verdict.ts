// What a soak has shown: each request against its line in the log, and the memory of the process.

import type { SoakFate } from './soak-load.ts';
import type { SoakLog } from './soak-log.ts';
import { soakRequest } from './soak-request.ts';

export interface MemorySample {
  /** Requests done by then. */
  readonly done: number;
  readonly residentMib: number;
}

export interface SoakVerdict {
  /** How many clients were left with what. */
  readonly fates: Readonly<Record<string, number>>;
  /** Of the first few requests that went wrong, and of whatever else did. */
  readonly problems: readonly string[];
  readonly problemCount: number;
  /** MiB per 100,000 requests, after the first third. */
  readonly memorySlope: number | undefined;
}

/** Outcomes of the log that may stand beside what a client was left with. */
const matching: Readonly<Record<string, readonly string[]>> = {
  whole: ['ok'],
  error: ['error'],
  // `error`: nothing but keep-alive had been sent.
  'error event': ['truncated', 'error'],
  // Gone before the last byte was, or just after it.
  vanished: ['cancelled', 'ok', 'error', 'truncated'],
};
const MOST_SHOWN = 20;
/** More than this per 100,000 requests is a leak. */
const STEEPEST_MIB = 20;
/** Too few samples have no slope, and what a shorter run shows is how its garbage was collected. */
const FEWEST_SAMPLES = 20;
const FEWEST_REQUESTS = 100_000;

/** Judges a soak of as many requests as there are fates. */
export function judgeSoak(
  fates: readonly SoakFate[],
  log: SoakLog,
  memory: readonly MemorySample[],
): SoakVerdict {
  const counts: Record<string, number> = {};
  const problems: string[] = [];
  for (const [number, fate] of fates.entries()) {
    counts[fate.kind] = (counts[fate.kind] ?? 0) + 1;
    const problem = judgeOne(number, fate, log);
    if (problem !== undefined) problems.push(problem);
  }
  problems.push(...log.defects.map((line) => `a defect: ${line}`));
  const memorySlope = slopeOf(memory);
  if (memorySlope !== undefined && memorySlope > STEEPEST_MIB)
    problems.push(`memory grows by ${memorySlope.toFixed(1)} MiB per 100,000 requests`);
  return {
    fates: counts,
    problems: problems.slice(0, MOST_SHOWN),
    problemCount: problems.length,
    memorySlope,
  };
}

function judgeOne(number: number, fate: SoakFate, { outcomes }: SoakLog): string | undefined {
  const { id, brittle, stream, model, door } = soakRequest(number);
  const lines = outcomes.get(id) ?? [];
  const what = `${id} (door ${door}, ${model}, ${stream ? 'streamed' : 'whole'})`;
  // Gone before its request had been read: the gateway has never heard of it.
  if (lines.length === 0 && fate.kind === 'vanished') return undefined;
  if (lines.length !== 1) return `${what} has ${lines.length} lines in the log`;
  const honest = matching[fate.kind]?.includes(lines[0] ?? '') === true;
  if (!honest)
    return `${what} was ${fate.kind} for its client, and ${lines[0]} in the log: ${fate.text ?? ''}`;
  // A breaker spares clients the beginning of what has broken every time.
  const must = brittle ? ['error event', 'error'] : ['whole'];
  if (must.includes(fate.kind) || fate.kind === 'vanished') return undefined;
  return `${what} was ${fate.kind} (${fate.status}), must be ${must.join(' or ')}: ${fate.text ?? ''}`;
}

/** By least squares. */
function slopeOf(samples: readonly MemorySample[]): number | undefined {
  const last = samples.at(-1)?.done ?? 0;
  const late = samples.filter(({ done }) => done >= last / 3);
  if (late.length < FEWEST_SAMPLES || last < FEWEST_REQUESTS) return undefined;
  const mean = (read: (sample: MemorySample) => number): number =>
    late.reduce((sum, sample) => sum + read(sample), 0) / late.length;
  const meanDone = mean(({ done }) => done);
  const meanMib = mean(({ residentMib }) => residentMib);
  const spread = mean(({ done }) => (done - meanDone) ** 2);
  const shared = mean(({ done, residentMib }) => (done - meanDone) * (residentMib - meanMib));
  return (shared / spread) * 100_000;
}
