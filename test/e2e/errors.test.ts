// What goes wrong for good: each SDK raises its own class of error, with a status and words that help.

import Anthropic from '@anthropic-ai/sdk';
import { ApiError } from '@google/genai';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { allAskers } from './askers.ts';
import { CLIENT_KEY, createSdks, MODEL, useWorld } from './sdk-world.ts';

const CLASSES = {
  openai: {
    400: OpenAI.BadRequestError,
    401: OpenAI.AuthenticationError,
    404: OpenAI.NotFoundError,
    429: OpenAI.RateLimitError,
  },
  anthropic: {
    400: Anthropic.BadRequestError,
    401: Anthropic.AuthenticationError,
    404: Anthropic.NotFoundError,
    429: Anthropic.RateLimitError,
  },
  genai: { 400: ApiError, 401: ApiError, 404: ApiError, 429: ApiError },
} as const;

const askers = allAskers.map((asker) => [asker.name, asker] as const);

async function raised(asking: Promise<unknown>): Promise<unknown> {
  return asking.then(
    (answer) => ({ answer }),
    (error: unknown) => error,
  );
}

function expectRaised(error: unknown, asker: string, status: 400 | 401 | 404 | 429, words: RegExp): void {
  const sdk = asker.startsWith('openai') ? 'openai' : asker.startsWith('anthropic') ? 'anthropic' : 'genai';
  // OpenAI's stream helper may wrap what was thrown.
  const cause =
    error instanceof OpenAI.APIError || !(error instanceof OpenAI.OpenAIError) ? error : error.cause;
  expect(cause).toBeInstanceOf(CLASSES[sdk][status]);
  expect(cause).toMatchObject({ status, message: expect.stringMatching(words) as string });
}

describe('a request that cannot be served', () => {
  const world = useWorld();

  it.each(askers)('for its unknown Gemini model: %s', async (name, { ask }) => {
    const error = await raised(ask(world, 'x', 'gemini-9.9-unheard-of'));
    expectRaised(error, name, 404, /gemini-9\.9-unheard-of/u);
    expect(world.statuses.filter((status) => status !== 404)).toEqual([]);
  });

  it.each(askers)('for a model that no provider has: %s', async (name, { ask }) => {
    const error = await raised(ask(world, 'x', 'llama-7'));
    expectRaised(error, name, 404, /llama-7/u);
    expect(world.statuses).toEqual([]);
  });

  const bad: readonly [string, () => Promise<unknown>, RegExp][] = [
    [
      'openai',
      () =>
        world.openai.chat.completions.create({
          model: MODEL,
          messages: [{ role: 'user', content: 'x' }],
          temperature: 'hot' as never,
        }),
      /temperature/u,
    ],
    [
      'openai',
      () => world.openai.chat.completions.create({ model: MODEL, messages: 'hello' as never }),
      /messages/u,
    ],
    [
      'anthropic',
      () =>
        world.anthropic.messages.create({
          model: MODEL,
          max_tokens: 'many' as never,
          messages: [{ role: 'user', content: 'x' }],
        }),
      /max_tokens/u,
    ],
    [
      'anthropic',
      () => world.anthropic.messages.create({ model: MODEL, max_tokens: 5, messages: 'hello' as never }),
      /messages/u,
    ],
    [
      'genai',
      () => world.genai.models.generateContent({ model: MODEL, contents: 'x', config: { temperature: 77 } }),
      /temperature/iu,
    ],
  ];
  it.each(bad)('for a field that is wrong: %s %#', async (name, ask, words) => {
    expectRaised(await raised(ask()), name, 400, words);
    expect(world.statuses.filter((status) => status !== 400)).toEqual([]);
  });
});

describe('client keys', () => {
  const world = useWorld({ env: { API_KEYS: CLIENT_KEY } });

  it.each(askers)('let the right one in: %s', async (_name, { ask }) => {
    expect(await ask(world, 'x')).toBe('You said: x');
    expect(world.statuses).toEqual([200]);
  });

  it.each(askers)('keep a wrong one out: %s', async (name, { ask }) => {
    const error = await raised(ask(createSdks(world.test.url, 'not-the-client-key'), 'x'));
    // Google itself answers 400 to a bad key, and its clients look for this reason.
    if (name.startsWith('genai')) expectRaised(error, name, 400, /API_KEY_INVALID/u);
    else expectRaised(error, name, 401, /key/iu);
    expect(world.statuses).toEqual([]);
  });
});

describe('a pool whose minute is used up', () => {
  const world = useWorld({
    simulator: { quotas: [{ project: '*', model: '*', rpm: 1 }] },
    files: { 'pollux.yaml': 'retry: { wait_for_key: 0, prefer_wait: 0 }\n' },
  });

  it('says so with the time to wait, in every dialect, and asks the provider only once', async () => {
    expect(await allAskers[0]?.ask(world, 'x')).toBe('You said: x');
    for (const [name, { ask }] of askers) {
      const error = await raised(ask(world, 'x'));
      expectRaised(error, name, 429, /limit|quota|exhausted/iu);
      const waitSeconds = waitOf(error);
      expect(waitSeconds).toBeGreaterThan(0);
      expect(waitSeconds).toBeLessThan(70);
    }
    expect(world.statuses).toEqual([200, 429]);
  });
});

/** From the header that OpenAI's and Anthropic's SDKs show, or from Google's RetryInfo. */
function waitOf(error: unknown): number {
  if (error instanceof OpenAI.APIError || error instanceof Anthropic.APIError)
    return Number((error.headers as Headers | undefined)?.get('retry-after'));
  return Number(/"retryDelay":"([\d.]+)s"/u.exec(error instanceof Error ? error.message : '')?.[1]);
}
