// A gateway before all three vendors, and the OpenAI SDK as its vendor ships it. For endpoints beside the conversations.

import OpenAI, { APIError } from 'openai';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { SimulatedCall } from '../../src/simulator/simulator.ts';
import { startMatrixWorld, type MatrixOptions, type MatrixWorld } from '../matrix/matrix-world.ts';
import { CLIENT_KEY } from './sdk-world.ts';

export interface OpenaiWorld {
  readonly world: MatrixWorld;
  readonly openai: OpenAI;
  /** What reached the providers in the running test, lists of models aside. */
  readonly calls: readonly SimulatedCall[];
  /** Persona, operation and status of each. */
  readonly reached: readonly string[];
}

/** One world for the tests of a file, forgetful after each. */
export function useOpenaiWorld(options: MatrixOptions = {}): OpenaiWorld {
  let world: MatrixWorld | undefined;
  beforeAll(async () => {
    world = await startMatrixWorld(options);
    await fetch(`${world.url}/v1/models`, { headers: { authorization: `Bearer ${CLIENT_KEY}` } });
    world.simulator.reset();
  });
  afterEach(() => started().simulator.reset());
  afterAll(() => started().close());
  function started(): MatrixWorld {
    if (world === undefined) throw new Error('the gateway is not started yet');
    return world;
  }
  const calls = (): readonly SimulatedCall[] =>
    started()
      .simulator.calls()
      .filter(({ operation }) => !operation.toLowerCase().includes('models'));
  return {
    get world() {
      return started();
    },
    get openai() {
      return new OpenAI({ apiKey: CLIENT_KEY, baseURL: `${started().url}/v1`, maxRetries: 0 });
    },
    get calls() {
      return calls();
    },
    get reached() {
      return calls().map(({ persona, operation, status }) => `${persona} ${operation} ${status}`);
    },
  };
}

/** The error that the SDK throws; fails when it throws none. */
export async function errorOf(asked: PromiseLike<unknown>): Promise<APIError> {
  try {
    await asked;
  } catch (error) {
    expect(error).toBeInstanceOf(APIError);
    if (error instanceof APIError) return error;
  }
  throw new Error('the call succeeded');
}
