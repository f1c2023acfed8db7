// Whatever a client presents, exactly one credential reaches the provider: the pool's.

import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { TEST_KEY } from '../support/start-gateway.ts';
import { CLIENT_KEY, MODEL, useWorld } from './sdk-world.ts';

const world = useWorld();
const COOKIE = 'session=of-the-client';
const contents = 'hello';
const messages = [{ role: 'user' as const, content: 'hello' }];

const clients: readonly [string, (url: string) => Promise<unknown>][] = [
  [
    'the OpenAI SDK with organisation, project and cookies',
    (baseURL) =>
      new OpenAI({
        apiKey: CLIENT_KEY,
        organization: 'org-of-client',
        project: 'proj-of-client',
        baseURL: `${baseURL}/v1`,
        maxRetries: 0,
        defaultHeaders: { cookie: COOKIE },
      }).chat.completions.create({ model: MODEL, messages }),
  ],
  [
    'the Anthropic SDK with two credentials',
    (baseURL) =>
      new Anthropic({
        apiKey: CLIENT_KEY,
        baseURL,
        maxRetries: 0,
        defaultHeaders: { cookie: COOKIE, authorization: `Bearer ${CLIENT_KEY}` },
      }).messages.create({ model: MODEL, max_tokens: 100, messages }),
  ],
  [
    'the genai SDK',
    (baseUrl) =>
      new GoogleGenAI({
        apiKey: CLIENT_KEY,
        httpOptions: { baseUrl, headers: { cookie: COOKIE, 'x-goog-user-project': 'proj-of-client' } },
      }).models.generateContent({ model: MODEL, contents }),
  ],
  [
    'Gemini CLI with an empty key and a bearer token',
    (url) =>
      postAsGeminiCli(url, {
        'x-goog-api-key': '',
        authorization: `Bearer ${CLIENT_KEY}`,
        'user-agent': 'GeminiCLI/0.9.0/gemini-3.8-flash (linux; x64)',
        'x-goog-api-client': 'google-genai-sdk/1.30.0 gl-node/v22.0.0',
        cookie: COOKIE,
      }),
  ],
  [
    'Gemini CLI with the key in header and address',
    (url) => postAsGeminiCli(url, { 'x-goog-api-key': CLIENT_KEY }, `&key=${CLIENT_KEY}`),
  ],
];

/** The way Gemini CLI asks for a turn. */
async function postAsGeminiCli(
  url: string,
  headers: Readonly<Record<string, string>>,
  query = '',
): Promise<void> {
  const body = {
    contents: [{ role: 'user', parts: [{ text: contents }] }],
    systemInstruction: { role: 'user', parts: [{ text: 'You are a CLI.' }] },
    generationConfig: { temperature: 0, topP: 1, thinkingConfig: { includeThoughts: true } },
  };
  const answer = await fetch(`${url}/v1beta/models/${MODEL}:streamGenerateContent?alt=sse${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect([answer.status, text.includes('"finishReason"')]).toEqual([200, true]);
}

describe('one credential goes upstream', () => {
  it.each(clients)('from %s', async (_name, ask) => {
    await ask(world.test.url);
    expect(world.statuses).toEqual([200]);
    const [call] = world.calls;
    expect(call?.headers['x-goog-api-key']).toBe(TEST_KEY);
    const sent = JSON.stringify([call?.url, call?.headers, call?.body]);
    for (const name of ['authorization', 'x-api-key', 'cookie', 'x-goog-user-project'])
      expect(call?.headers).not.toHaveProperty(name);
    expect(sent).not.toMatch(/openai-(?:organization|project)|of-client|of-the-client|[?&]key=/u);
    expect(sent).not.toContain(CLIENT_KEY);
    expect(sent.split(TEST_KEY)).toHaveLength(2);
  });
});
