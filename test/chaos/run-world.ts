// One shape of one door through all faults, streamed and not: each cell asks once under the fault and once after it.

import type { Door } from '../matrix/door.ts';
import { startChaosWorld, type ChaosWorld } from './chaos-world.ts';
import { expectOutcome, type ExpectedOutcome } from './expected-outcome.ts';
import type { FaultRow } from './fault-rows.ts';
import { findLeftovers, requestsInFlight } from './leftovers.ts';
import { askForOutcome, type SeenOutcome } from './seen-outcome.ts';
import type { Shape } from './shapes.ts';

export interface CellResult {
  readonly door: string;
  readonly shape: string;
  readonly fault: string;
  readonly stream: boolean;
  readonly expected: ExpectedOutcome;
  readonly seen: SeenOutcome;
  /** Requests that reached the providers for it. */
  readonly attempts: number;
  /** Real milliseconds. */
  readonly tookMs: number;
  /** What was held afterwards. */
  readonly leftovers: Readonly<Record<string, number>>;
  /** Of a plain request, the fault gone and every cooldown over. */
  readonly afterwards: SeenOutcome;
  /** What that must be. */
  readonly healthy: 'whole' | 'error';
}

export interface WorldResult {
  readonly cells: readonly CellResult[];
  /** What the gateway held when all was over. */
  readonly inFlight: number;
  /** Sockets at the simulator after the gateway had closed. */
  readonly openSockets: number;
  /** Timers of the gateway's clock after it had closed. */
  readonly timers: number;
}

/** Longer than any cooldown: a day's quota is back after it. */
const BEYOND_COOLDOWNS_MS = 26 * 3_600_000;

/** Every fault in one shape. Those that a clock has to end come last, when no work of the others can outlast the clock. */
export async function runShape(door: Door, shape: Shape, rows: readonly FaultRow[]): Promise<WorldResult> {
  const some = (waits: boolean): FaultRow[] => rows.filter((row) => row.waits === waits);
  const steady = await runWorld(door, shape, some(false), false);
  const hasty = await runWorld(door, shape, some(true), true);
  return {
    cells: [...steady.cells, ...hasty.cells],
    inFlight: steady.inFlight + hasty.inFlight,
    openSockets: steady.openSockets + hasty.openSockets,
    timers: steady.timers + hasty.timers,
  };
}

/** Runs the cells one after the other. Never rejects for what a cell finds. */
async function runWorld(
  door: Door,
  shape: Shape,
  rows: readonly FaultRow[],
  isHasty: boolean,
): Promise<WorldResult> {
  const cells: CellResult[] = [];
  const ends = { inFlight: 0, openSockets: 0, timers: 0 };
  if (rows.length === 0) return { cells, ...ends };
  let world = await startChaosWorld(shape, isHasty);
  const finish = async (): Promise<void> => {
    ends.inFlight += await requestsInFlight(world);
    await world.close();
    ends.openSockets += world.simulator.openSockets();
    ends.timers += world.clock.pending();
  };
  for (const row of rows) {
    for (const stream of [false, true]) {
      cells.push(await runCell(world, door, shape, row, stream));
      if (!row.kills || !shape.allKeysIll) continue;
      await finish();
      world = await startChaosWorld(shape, isHasty);
    }
  }
  await finish();
  return { cells, ...ends };
}

async function runCell(
  world: ChaosWorld,
  door: Door,
  shape: Shape,
  row: FaultRow,
  stream: boolean,
): Promise<CellResult> {
  const { simulator, http, model, modelAfterwards, clock } = world;
  const persona = shape.vendors[0];
  const expected = expectOutcome(door.dialect, shape, row, stream);
  simulator.addFault({ ...row.simulate(stream), persona, ...reachOf(row, shape, expected) });
  const before = countCalls(world);
  const startedMs = performance.now();
  const seen = await askForOutcome(http, door, model, stream);
  const tookMs = performance.now() - startedMs;
  const attempts = countCalls(world) - before;
  const leftovers = await findLeftovers(world);
  simulator.clearFaults();
  clock.jump(BEYOND_COOLDOWNS_MS);
  const afterwards = await askForOutcome(http, door, modelAfterwards, stream);
  const dead = row.kills && shape.allKeysIll && shape.vendors.length === 1;
  return {
    door: door.name,
    shape: shape.name,
    fault: row.name,
    stream,
    expected,
    seen,
    attempts,
    tookMs,
    leftovers,
    afterwards,
    healthy: dead ? 'error' : 'whole',
  };
}

/** How many requests the fault hits. One ill key of many is one that fails whenever this request asks it. */
function reachOf(
  row: FaultRow,
  shape: Shape,
  { kind, attempts }: ExpectedOutcome,
): { readonly times?: number; readonly every?: number } {
  switch (row.reach) {
    case 'once':
      return { times: 1 };
    case 'every-other':
      return { every: 2 };
    case 'key':
      return shape.allKeysIll || kind !== 'whole' ? {} : { times: attempts - 1 };
    case 'provider':
      return {};
  }
  return row.reach satisfies never;
}

function countCalls({ simulator }: ChaosWorld): number {
  return simulator.callCount({ method: 'POST' });
}
