// Every scenario at every door on every provider, whole and streamed: what leaves is read at the provider in its own
// words, what returns is read at the client. The fidelity page is what these cells have found.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findServices } from './compatible-services.ts';
import type { Door } from './door.ts';
import { checkFidelityPage, type FoundCell } from './fidelity-page.ts';
import { answerOf, exchange, startMatrixWorld, type Exchanged, type MatrixWorld } from './matrix-world.ts';
import { doorOfCall, doors, modelFor, providers, type MatrixProvider } from './providers.ts';
import type { Heard } from './scenario.ts';
import { scenarios, type Scenario } from './scenarios.ts';
import { expectSeen } from './seen.ts';
import type { SimulatedCall } from '../../src/simulator/simulator.ts';
import { readFrames } from './wire.ts';

const found: FoundCell[] = [];
const worlds = new Map<MatrixProvider, MatrixWorld>();

beforeAll(async () => {
  for (const provider of providers) worlds.set(provider, await startMatrixWorld({ config: provider.config }));
});
afterAll(async () => {
  for (const world of worlds.values()) await world.close();
});

describe.each(doors)('at the door of $name', (door) => {
  describe.each(providers)('on $name', (provider) => {
    for (const scenario of scenarios) {
      if (scenario.needs !== undefined && door.cannotSay.has(scenario.needs)) continue;
      it.each(['whole', 'streamed'])(`${scenario.name}, %s`, async (manner) => {
        const { got, wanted } = await runCell(scenario, door, provider, manner === 'streamed');
        expect(got).toEqual(wanted);
      });
    }
  });
});

describe('the fidelity page', () => {
  it('says what was found (UPDATE_DOCS=1 writes it)', () => {
    const cells = doors.length * providers.length * 2 * scenarios.length;
    const unsaid = scenarios.filter(({ needs }) => needs !== undefined);
    const silent = doors.flatMap((door) => unsaid.filter(({ needs }) => needs && door.cannotSay.has(needs)));
    expect(found).toHaveLength(cells - silent.length * providers.length * 2);
    checkFidelityPage(
      scenarios.map(({ name }) => name),
      found,
      findServices(scenarios),
    );
  });
});

async function runCell(
  scenario: Scenario,
  door: Door,
  provider: MatrixProvider,
  stream: boolean,
): Promise<Proof> {
  const exchanged = await askCell(scenario, door, provider, stream);
  const { calls, headers, status, text } = exchanged;
  expect([status, text]).toEqual([200, expect.any(String)]);
  expect([headers.get('x-pollux-provider'), calls.length]).toEqual([provider.persona, 1]);
  const [call] = calls;
  if (call === undefined) throw new Error('nothing reached the provider');

  const relayed = provider.dialects.includes(door.dialect);
  const lost = headers.get('x-pollux-loss') ?? '';
  found.push({ door: door.name, provider: provider.name, feature: scenario.name, stream, relayed, lost });
  const original = await answerOf(call, scenario.fault);
  const heard = hearAt(door, text, stream);
  expect(heard).toMatchObject(wantedAnswer(scenario, provider));
  const cell = { scenario, door, provider, exchanged, call, original, lost };
  return relayed ? proveRelayed(cell) : proveTranslated(cell, heard, stream);
}

async function askCell(
  scenario: Scenario,
  door: Door,
  provider: MatrixProvider,
  stream: boolean,
): Promise<Exchanged> {
  const world = worlds.get(provider);
  if (world === undefined) throw new Error('no world for this provider');
  const { path, body } = door.say(scenario.saying, modelFor(provider, scenario), stream);
  if (scenario.twice === true) await exchange(world, path, JSON.stringify(body));
  if (scenario.fault !== undefined) world.simulator.addFault({ fault: scenario.fault });
  const exchanged = await exchange(world, path, JSON.stringify(body));
  world.simulator.clearFaults();
  return exchanged;
}

function hearAt(door: Door, text: string, stream: boolean): Heard {
  if (!stream) return door.hear(JSON.parse(text) as unknown);
  const frames = readFrames(text);
  expect(door.endOf(frames)).toBe('well');
  return door.hear(door.fold(frames));
}

/** What holds of the answer whoever gives it. */
function wantedAnswer({ heard, heardOn, matches, twice }: Scenario, { name }: MatrixProvider): object {
  const cached = expect.toSatisfy((tokens: number) =>
    twice === true ? tokens > 1000 : tokens === 0,
  ) as number;
  const input = expect.toSatisfy((tokens: number) => tokens > 0) as number;
  return {
    ...heard,
    ...heardOn?.[name],
    ...(matches && { text: expect.stringMatching(matches) as string }),
    usage: { input, cached },
  };
}

interface Cell {
  readonly scenario: Scenario;
  readonly door: Door;
  readonly provider: MatrixProvider;
  readonly exchanged: Exchanged;
  readonly call: SimulatedCall;
  /** What the provider answered. */
  readonly original: string;
  readonly lost: string;
}

interface Proof {
  readonly got: object;
  readonly wanted: object;
}

/** Bytes in are bytes out, and bytes back are the provider's. */
function proveRelayed({ scenario, exchanged, call, original, lost }: Cell): Proof {
  const asked = call.rawBody?.toString('utf8');
  // A cache knows more each time it is asked, and says so.
  const answered = scenario.twice === true ? original : exchanged.text;
  return {
    got: { asked, answered, lost },
    wanted: { asked: exchanged.sent, answered: original, lost: '' },
  };
}

/** The provider sees what was said but for what is named as lost; the client hears what the provider said. */
function proveTranslated(
  { scenario, door, provider, call, original, lost }: Cell,
  heard: Heard,
  stream: boolean,
): Proof {
  const spoken = doorOfCall(call.operation);
  const seen = spoken.see(call.body);
  const { maxTokens } = scenario.saying;
  return {
    // Anthropic cannot be asked without a ceiling: one that the caller did not set is the gateway's.
    got: { seen: maxTokens === undefined ? { ...seen, maxTokens } : seen, lost, heard },
    wanted: {
      seen: {
        ...expectSeen(scenario.saying),
        ...(scenario.seen?.[`${door.name}>${provider.name}`] ?? scenario.seen?.[provider.name]),
      },
      lost: scenario.lost?.[`${door.name}>${provider.name}`] ?? scenario.lost?.[provider.name] ?? '',
      heard: withCacheOf(heard, hearAt(spoken, original, stream)),
    },
  };
}

function withCacheOf({ usage }: Heard, original: Heard): Heard {
  return original.usage && usage
    ? { ...original, usage: { ...original.usage, cached: usage.cached } }
    : original;
}
