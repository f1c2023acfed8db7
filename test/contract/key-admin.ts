// A gateway whose keys are managed over HTTP, with three keys that its provider knows, each of a project of its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

export const FIRST = 'AIzaSyFirst-0000000000000000000000-fir1';
export const SECOND = 'AIzaSySecond-000000000000000000000-sec2';
export const THIRD = 'AIzaSyThird-0000000000000000000000-thi3';
const TOKEN = 'admin-token-of-the-key-tests-0001';
const simulator = {
  keys: [FIRST, SECOND, THIRD].map((key, index) => ({ key, project: `30000000000${index}` })),
};

/** A key as the API shows it. */
export interface Shown {
  readonly id: string;
  readonly key: string;
  readonly listed_as: string;
  readonly state: string;
  readonly name?: string;
  readonly source: string;
}

export interface KeyAdmin {
  /** Anew for each test. */
  readonly dataDir: string;
  /** Starts a gateway that has the first key; one that runs is closed before, and its data stays. */
  start(options?: TestGatewayOptions): Promise<TestGateway>;
  /** A path of the gateway, with the admin token. */
  get(path: string): Promise<Response>;
  admin(method: string, path: string, body?: unknown): Promise<Response>;
  list(query?: string): Promise<readonly Shown[]>;
  /** Of the key whose mask ends so. */
  idOf(mask: string): Promise<string>;
  /** A prompt that was never asked before. */
  ask(): Promise<Response>;
  /** So many prompts, one after the other: their statuses. */
  askMany(count: number): Promise<readonly number[]>;
  /** How often the provider was asked with the key. */
  used(key: string): number;
}

/** Call it at the top of a test file. */
export function useKeyAdmin(): KeyAdmin {
  let dataDir: string;
  let test: TestGateway | undefined;
  let prompts = 0;

  beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'pollux-admin-keys-'))));
  afterEach(async () => {
    await test?.close();
    test = undefined;
    rmSync(dataDir, { recursive: true, force: true });
  });

  const headers = { authorization: `Bearer ${TOKEN}` };
  const admin: KeyAdmin['admin'] = (method, path, body) =>
    fetch(`${test?.url}/admin/api${path}`, {
      method,
      headers,
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
  const list: KeyAdmin['list'] = async (query = '') =>
    (await readJson<{ keys: Shown[] }>(admin('GET', `/keys${query}`))).keys;
  const ask: KeyAdmin['ask'] = () =>
    fetch(`${test?.url}/v1/generate`, {
      method: 'POST',
      body: JSON.stringify({ prompt: `p${prompts++}`, model: MODEL }),
    });

  return {
    get dataDir() {
      return dataDir;
    },
    async start(options = {}) {
      await test?.close();
      test = await startTestGateway({
        dataDir,
        keys: [FIRST],
        simulator,
        ...options,
        env: { ADMIN_TOKEN: TOKEN, ...options.env },
      });
      return test;
    },
    get: (path) => fetch(`${test?.url}${path}`, { headers }),
    admin,
    list,
    idOf: async (mask) => (await list()).find(({ key }) => key.endsWith(mask))?.id ?? '',
    ask,
    async askMany(count) {
      const statuses: number[] = [];
      for (let index = 0; index < count; index += 1) {
        const answer = await ask();
        await answer.arrayBuffer();
        statuses.push(answer.status);
      }
      return statuses;
    },
    used: (key) => test?.simulator.callCount({ key, operation: 'generateContent' }) ?? 0,
  };
}

/** The body of an answer that is to come. */
export async function readJson<T>(answer: Promise<Response>): Promise<T> {
  return (await (await answer).json()) as T;
}
