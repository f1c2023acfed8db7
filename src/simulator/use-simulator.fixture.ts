// A simulator for all tests of a file: listening before them, forgetful before each, closed after them.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

export interface ListeningSimulator {
  readonly simulator: Simulator;
  /** Without a trailing slash; empty before the first test. */
  readonly base: string;
}

/** Call it at the top of a test file. */
export function useSimulator(options: SimulatorOptions = {}): ListeningSimulator {
  const simulator = createSimulator(options);
  let base = '';
  beforeAll(async () => {
    base = (await simulator.listen()).url;
  });
  beforeEach(() => simulator.reset());
  afterAll(() => simulator.close());
  return {
    simulator,
    get base() {
      return base;
    },
  };
}
