// Many conversations at once through a real gateway before the simulator, and how often they found their prompt cache.
// Knows nothing of how the gateway chooses a key.

import type { Simulator } from '../src/simulator/simulator.ts';

type Json = Readonly<Record<string, unknown>>;

/** One way to hold a conversation: a door, and the provider behind it. */
export interface AffinityCase {
  readonly name: string;
  readonly path: string;
  /** The request of a turn: what the user and the model have said so far, the user last. */
  body(system: string, turns: readonly string[]): Json;
  /** Prompt tokens that came from the cache, as the answer says. */
  cachedTokens(answer: Json): unknown;
}

export interface AffinityFigures {
  readonly requests: number;
  /** Answers that used a prompt cache, and how many tokens they saved. */
  readonly hits: number;
  readonly cachedTokens: number;
  /** Requests of each key that served any. */
  readonly perKey: readonly number[];
}

export interface AffinityLoad {
  readonly conversations: number;
  readonly turns: number;
  readonly concurrency: number;
}

/** About 2,000 tokens. */
const SYSTEM = 'Answer as the keeper of the two lights would, in few words. '.repeat(130);
const CACHE_MARK = { cache_control: { type: 'ephemeral' } };

const roleOf = (index: number): string => (index % 2 === 0 ? 'user' : 'assistant');
const messagesOf = (turns: readonly string[]): Json[] =>
  turns.map((content, index) => ({ role: roleOf(index), content }));
const field = (value: unknown, name: string): unknown => (value as Json | undefined)?.[name];

function chat(name: string, model: string): AffinityCase {
  return {
    name,
    path: '/v1/chat/completions',
    body: (system, turns) => ({
      model,
      messages: [{ role: 'system', content: system }, ...messagesOf(turns)],
    }),
    cachedTokens: (answer) => field(field(answer['usage'], 'prompt_tokens_details'), 'cached_tokens'),
  };
}

function responses(name: string, model: string): AffinityCase {
  return {
    name,
    path: '/v1/responses',
    body: (system, turns) => ({ model, instructions: system, input: messagesOf(turns), store: false }),
    cachedTokens: (answer) => field(field(answer['usage'], 'input_tokens_details'), 'cached_tokens'),
  };
}

function messages(name: string, model: string): AffinityCase {
  return {
    name,
    path: '/v1/messages',
    body: (system, turns) => ({
      model,
      max_tokens: 500,
      system: [{ type: 'text', text: system, ...CACHE_MARK }],
      messages: messagesOf(turns),
    }),
    cachedTokens: (answer) => field(answer['usage'], 'cache_read_input_tokens'),
  };
}

const GEMINI = 'gemini-3.8-flash';

/** Every dialect to the vendor that speaks it, and to Gemini. */
export const affinityCases: readonly AffinityCase[] = [
  chat('chat → OpenAI', 'openai/gpt-5-mini'),
  chat('chat → Gemini', GEMINI),
  responses('responses → OpenAI', 'openai/gpt-5-mini'),
  responses('responses → Gemini', GEMINI),
  messages('messages → Anthropic', 'claude-sonnet-5'),
  messages('messages → Gemini', GEMINI),
  {
    name: 'gemini → Gemini',
    path: `/v1beta/models/${GEMINI}:generateContent`,
    body: (system, turns) => ({
      systemInstruction: { parts: [{ text: system }] },
      contents: turns.map((text, index) => ({
        role: index % 2 === 0 ? 'user' : 'model',
        parts: [{ text }],
      })),
    }),
    cachedTokens: (answer) => field(answer['usageMetadata'], 'cachedContentTokenCount'),
  },
];

/** Keys of all three vendors for {@link affinityCases}, each a project of its own. */
export function affinityKeys(count: number): {
  readonly gemini: readonly string[];
  readonly openai: readonly string[];
  readonly anthropic: readonly string[];
} {
  const of = (prefix: string): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}-Affinity-${String(index).padStart(24, '0')}`);
  return { gemini: of('AIzaSy'), openai: of('sk-proj'), anthropic: of('sk-ant-api03') };
}

/** The settings file that points the gateway at the simulator with these keys. */
export function affinitySettings(upstream: string, keyCount: number, affinity: boolean): string {
  const keys = affinityKeys(keyCount);
  const provider = (name: keyof typeof keys, prefix: string): string =>
    `  ${name}: { base_url: "${upstream}${prefix}", affinity: ${affinity}, keys: [${keys[name].join(', ')}] }`;
  return `providers:\n${provider('gemini', '')}\n${provider('openai', '/v1')}\n${provider('anthropic', '')}\n`;
}

/** Holds the conversations, their turns in between one another, and counts. */
export async function runAffinity(
  url: string,
  simulator: Simulator,
  way: AffinityCase,
  { conversations, turns, concurrency }: AffinityLoad,
): Promise<AffinityFigures> {
  simulator.reset();
  let hits = 0;
  let cachedTokens = 0;
  const waiting = Array.from({ length: conversations }, (_, subject) => ({
    subject,
    said: [question(subject, 0)],
  }));
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { subject, said } = next;
      const response = await fetch(url + way.path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(way.body(systemOf(subject), said)),
      });
      if (!response.ok) throw new Error(`${way.name}: ${response.status} ${await response.text()}`);
      const cached = Number(way.cachedTokens((await response.json()) as Json) ?? 0);
      if (cached > 0) hits++;
      cachedTokens += cached;
      const turn = (said.length + 1) / 2;
      if (turn >= turns) continue;
      waiting.push({ subject, said: [...said, 'It is as you say. '.repeat(20), question(subject, turn)] });
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  const perKey = new Map<string, number>();
  for (const { key, method } of simulator.calls())
    if (key !== undefined && method === 'POST') perKey.set(key, (perKey.get(key) ?? 0) + 1);
  const requests = conversations * turns;
  return { requests, hits, cachedTokens, perKey: [...perKey.values()].toSorted((one, other) => one - other) };
}

/** Half of them are agents of one kind and share their instructions; each of the others has its own. */
function systemOf(subject: number): string {
  return subject % 2 === 0 ? SYSTEM : `This is about number ${subject}. ${SYSTEM}`;
}

function question(subject: number, turn: number): string {
  return `Tell me of star number ${subject}, part ${turn}. `.repeat(8);
}
