// The OpenAI persona of a listening simulator, asked through its vendor's SDK or by hand. For tests only.

import OpenAI from 'openai';
import type { Simulator } from './simulator.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const key = 'sk-test-000000000000000000000000';

/** What an endpoint answers a request that is written by hand. */
export interface Posted {
  readonly status: number;
  readonly error: { readonly message: string; readonly type: string; readonly code: string | null };
}

export interface AskedOpenai {
  readonly simulator: Simulator;
  /** The only key that it knows. */
  readonly key: string;
  /** With that key, and without retries. */
  readonly client: OpenAI;
  /** With that key too, unless other headers are given. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Posted>;
}

/** Call it at the top of a test file. */
export function useOpenai(): AskedOpenai {
  const listening = useSimulator({ keys: [{ key, project: 'org-1' }] });
  return {
    simulator: listening.simulator,
    key,
    get client() {
      return new OpenAI({ apiKey: key, baseURL: `${listening.base}/v1`, maxRetries: 0 });
    },
    async post(path, body, headers = { authorization: `Bearer ${key}` }) {
      const answer = await fetch(listening.base + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return { status: answer.status, ...((await answer.json()) as Pick<Posted, 'error'>) };
    },
  };
}

/** A conversation of one turn. */
export const messages = (content: string): { role: 'user'; content: string }[] => [{ role: 'user', content }];

/** What the tools of `tools` take. */
export const parameters = { type: 'object', properties: { city: { type: 'string' } } };

/** Two functions as Chat Completions has them. */
export const tools = ['get_weather', 'get_time'].map((name) => ({
  type: 'function' as const,
  function: { name, parameters },
}));
