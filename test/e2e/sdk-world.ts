// A gateway before a simulator, and the three vendors' own SDKs pointed at it. Knows no scenario.

import { rmSync } from 'node:fs';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import type { SimulatedCall } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/start-gateway.ts';

export const MODEL = 'gemini-3.8-flash';
/** What the SDKs present; nothing of it may reach a provider. */
export const CLIENT_KEY = 'client-key-0123456789abcdef';

export interface Sdks {
  readonly openai: OpenAI;
  readonly anthropic: Anthropic;
  readonly genai: GoogleGenAI;
}

/** The SDKs as their vendors ship them, but for the address, and without retries of their own. */
export function createSdks(url: string, apiKey: string = CLIENT_KEY): Sdks {
  return {
    openai: new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey, baseURL: url, maxRetries: 0 }),
    genai: new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url, retryOptions: { attempts: 1 } } }),
  };
}

const BACKGROUND = new Set(['listModels', 'getModel']);

/** The calls that the gateway made to answer its clients, oldest first; what it asks for itself is left out. */
export function upstreamCalls(test: TestGateway): readonly SimulatedCall[] {
  return test.simulator.calls().filter(({ operation }) => !BACKGROUND.has(operation));
}

/** Their statuses; 0 is a call that was never answered. */
function upstreamStatuses(test: TestGateway): readonly number[] {
  return upstreamCalls(test).map(({ status }) => status);
}

/** Fails when a request is still counted as running, or a provider was left in the middle of an answer. */
export async function expectNothingLeft(test: TestGateway, aborted = 0): Promise<void> {
  await expect.poll(() => requestsInFlight(test), { timeout: 3000 }).toBe(0);
  expect(test.simulator.abortedCalls()).toBe(aborted);
}

async function requestsInFlight(test: TestGateway): Promise<number> {
  const page = await (await fetch(`${test.url}/metrics`)).text();
  const gauge = /^[a-z_]*in_flight\S* (\d+)$/mu.exec(page)?.[1];
  // No gauge at all would make every leak invisible.
  expect(gauge).toBeDefined();
  return Number(gauge);
}

export interface World extends Sdks {
  readonly test: TestGateway;
  /** Statuses of the calls that the running test has caused. */
  readonly statuses: readonly number[];
  readonly calls: readonly SimulatedCall[];
}

/** One world for the tests of a `describe`: started before them, forgetful and free of leaks after each. */
export function useWorld(options: TestGatewayOptions = {}): World {
  let test: TestGateway | undefined;
  let sdks: Sdks | undefined;
  beforeAll(async () => {
    test = await startTestGateway(options);
    sdks = createSdks(test.url);
    // The gateway's own list of models: afterwards every call is a client's.
    await fetch(`${test.url}/v1/models`, { headers: { authorization: `Bearer ${CLIENT_KEY}` } });
    test.simulator.reset();
  });
  afterEach(async () => {
    const { test: running } = started();
    await expectNothingLeft(running);
    running.simulator.reset();
  });
  afterAll(async () => {
    const { test: running } = started();
    await running.gateway.close();
    await vi.waitFor(() => expect(running.simulator.openSockets()).toBe(0), { timeout: 3000 });
    await running.simulator.close();
    rmSync(running.dataDir, { recursive: true, force: true });
  });
  function started(): Sdks & { readonly test: TestGateway } {
    if (test === undefined || sdks === undefined) throw new Error('the gateway is not started yet');
    return { test, ...sdks };
  }
  return {
    get test() {
      return started().test;
    },
    get openai() {
      return started().openai;
    },
    get anthropic() {
      return started().anthropic;
    },
    get genai() {
      return started().genai;
    },
    get statuses() {
      return upstreamStatuses(started().test);
    },
    get calls() {
      return upstreamCalls(started().test);
    },
  };
}
