// A conversation that begins with one vendor goes on with another when its key dies, and comes back when there is a new one:
// no vendor ever sees another's proof of thought, every turn is answered, and who made a proof gets it back.

import { describe, expect, it } from 'vitest';
import {
  answerOf,
  exchange,
  firstKeys,
  spareKeys,
  startMatrixWorld,
  type MatrixWorld,
} from '../matrix/matrix-world.ts';
import { objectAt, type Json } from '../matrix/wire.ts';
import type { SimulatedCall } from '../../src/simulator/simulator.ts';
import { talkers, type Talker } from './talkers.ts';

const TOKEN = 'admin-token-of-the-moving-proofs-01';

interface Vendor {
  readonly name: 'gemini' | 'anthropic' | 'openai';
  readonly keysOf: 'GEMINI' | 'ANTHROPIC' | 'OPENAI';
  readonly model: string;
  /** Where it tells a proof. */
  readonly proof: RegExp;
}

const gemini: Vendor = {
  name: 'gemini',
  keysOf: 'GEMINI',
  model: 'gemini-3.8-flash',
  proof: /"thoughtSignature":\s*"([^"]+)"/gu,
};
const anthropic: Vendor = {
  name: 'anthropic',
  keysOf: 'ANTHROPIC',
  model: 'claude-sonnet-4-6',
  proof: /"signature":\s*"([^"]+)"/gu,
};
const openai: Vendor = {
  name: 'openai',
  keysOf: 'OPENAI',
  model: 'gpt-5',
  proof: /"encrypted_content":\s*"([^"]+)"/gu,
};

const pairs = [
  { home: gemini, abroad: anthropic, api: 'auto' },
  { home: anthropic, abroad: gemini, api: 'auto' },
  { home: gemini, abroad: openai, api: 'responses' },
  { home: openai, abroad: gemini, api: 'responses' },
  { home: anthropic, abroad: openai, api: 'responses' },
  { home: openai, abroad: anthropic, api: 'responses' },
  // OpenAI makes no proofs here, and must be shown none.
  { home: gemini, abroad: openai, api: 'chat' },
  { home: anthropic, abroad: openai, api: 'chat' },
] as const;
const journeys = talkers.flatMap((talker) =>
  pairs.map((pair) => ({ talker, ...pair, name: talker.dialect })),
);

describe.each(journeys)('a client of $name', ({ talker, home, abroad, api }) => {
  it(`goes from ${home.name} to ${abroad.name} (OpenAI by ${api}) and back`, async () => {
    const test = await startWorld(home, abroad, api);
    try {
      const said: Json[] = [talker.question('Use get_weather now')];
      const first = await say(test, talker, said);
      expect(first.calls.map(({ persona, status }) => [persona, status])).toEqual([[home.name, 200]]);
      const ownProofs = await proofsOf(home, first.calls);
      expect(ownProofs).not.toEqual([]);

      test.simulator.setKeyState(firstKeys[home.keysOf], 'invalid');
      said.push(...talker.keep(first.answer), talker.result(first.answer));
      const second = await say(test, talker, said);
      expect(second.calls.map(({ persona }) => persona)).toEqual([home.name, abroad.name]);
      const [, moved] = second.calls;
      expect([moved?.status, held(moved, ownProofs)]).toEqual([200, []]);
      const foreignProofs = await proofsOf(abroad, second.calls.slice(1));

      await addKey(test, home);
      said.push(...talker.keep(second.answer), talker.question('Use get_weather again'));
      const third = await say(test, talker, said);
      const [back] = third.calls;
      expect([third.calls.length, back?.persona, back?.status]).toEqual([1, home.name, 200]);
      expect(held(back, foreignProofs)).toEqual([]);
      expect(held(back, ownProofs)).toEqual(ownProofs);
    } finally {
      await test.close();
    }
  });
});

function startWorld(home: Vendor, abroad: Vendor, api: string): Promise<MatrixWorld> {
  const targets = [home, abroad].map(({ name, model }) => `{ provider: ${name}, model: ${model} }`);
  const config = `admin: { token: ${TOKEN} }
providers: { openai: { api: ${api} } }
models: { wise: { targets: [${targets.join(', ')}] } }
`;
  return startMatrixWorld({ config, spare: true });
}

interface Turn {
  readonly answer: Json;
  readonly calls: readonly SimulatedCall[];
}

async function say(test: MatrixWorld, talker: Talker, said: readonly Json[]): Promise<Turn> {
  const { path, body } = talker.request('wise', said);
  const { status, text, calls } = await exchange(test, path, JSON.stringify(body));
  expect([status, text]).toEqual([200, expect.any(String)]);
  return { answer: objectAt(JSON.parse(text) as unknown), calls };
}

/** The proofs that a vendor has given with its answer. */
async function proofsOf({ proof }: Vendor, calls: readonly SimulatedCall[]): Promise<readonly string[]> {
  const [call] = calls;
  if (call === undefined) throw new Error('nobody was asked');
  return [...(await answerOf(call)).matchAll(proof)].flatMap(([, value]) => value ?? []);
}

/** Which of the proofs a request holds, in any wrapping: bare, marked, or as base64 once more. */
function held(call: SimulatedCall | undefined, proofs: readonly string[]): readonly string[] {
  const body = call?.rawBody?.toString('utf8') ?? '';
  const unwrapped = [...body.matchAll(/[\w+/-]{16,}={0,2}/gu)].map(([text]) =>
    Buffer.from(text, 'base64').toString('utf8'),
  );
  const all = [body, ...unwrapped].join('\n');
  return proofs.filter((proof) => all.includes(proof));
}

async function addKey(test: MatrixWorld, { name, keysOf }: Vendor): Promise<void> {
  const response = await fetch(`${test.url}/admin/api/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ provider: name, key: spareKeys[keysOf] }),
  });
  expect([response.status, await response.text()]).toEqual([
    expect.toBeOneOf([200, 201]),
    expect.any(String),
  ]);
}
