// Every check over a set of recordings, in order: native replay, requests in all directions, answers through all faces,
// and what was recorded in several protocols at once.

import type { Emit } from './emitted.ts';
import { replayAnswer } from './answer-replay.ts';
import { TRANSLATED_FAMILIES } from './client-dialect.ts';
import { replayDirections } from './directions-replay.ts';
import type { RecordedExchange } from './exchange.ts';
import { replayAnswerAt } from './face-replay.ts';
import { startFakeUpstream, type FakeUpstream } from './fake-upstream.ts';
import { replayMeaning } from './meaning-replay.ts';
import { modelOf } from './model-of.ts';
import { NATIVE_PASSAGES } from './native-families.ts';
import { replayNatively } from './native-replay.ts';
import { createOutcomeLog, type Outcome, type OutcomeLog } from './outcome.ts';
import { replayBesideNatives } from './parallel-directions.ts';
import { replayInParallel } from './parallel-replay.ts';
import { FAMILY_PROTOCOLS, PROTOCOLS, protocolOf, type Protocol } from './protocols.ts';
import type { Recordings } from './read-recordings.ts';
import { closeGateway } from './shared-gateway.ts';
import { wholeRequest } from './whole-request.ts';

const NATIVE_FAMILIES = Object.keys(NATIVE_PASSAGES);
const GEMINI_FAMILIES = NATIVE_FAMILIES.filter((family) =>
  /^(?:gemini|vertex)\.\w*enerateContent$/u.test(family),
);

export interface ReplayOptions {
  /** Puts something between the checks and the fake provider. */
  readonly change?: (upstream: FakeUpstream) => FakeUpstream;
  /** Told in one line each what is replayed next. */
  readonly say?: (line: string) => void;
  /** Shown all that the gateway emits in another protocol than its provider's. */
  readonly emit?: Emit;
}

/** Replays them all, one after another. */
export async function replayAll(
  found: Recordings,
  { change = (upstream) => upstream, say = () => {}, emit = () => {} }: ReplayOptions = {},
): Promise<readonly Outcome[]> {
  const log = createOutcomeLog();
  const native = NATIVE_FAMILIES.flatMap((family) => found.family(family));
  const upstream = await startFakeUpstream([...new Set(native.map(modelOf).filter((model) => model !== ''))]);
  try {
    await replayThroughGateway(found, change(upstream), log, say);
  } finally {
    await closeGateway();
    await upstream.close();
  }
  await replayThroughFaces(found, { log, say, emit });
  return log.outcomes;
}

async function replayThroughGateway(
  found: Recordings,
  upstream: FakeUpstream,
  log: OutcomeLog,
  say: (line: string) => void,
): Promise<void> {
  for (const family of NATIVE_FAMILIES) {
    const exchanges = found.family(family);
    say(`${family}: ${exchanges.length} exchanges as they are`);
    for (const exchange of exchanges) await replayNatively(exchange, upstream, log);
  }
  for (const family of Object.keys(TRANSLATED_FAMILIES)) {
    const exchanges = found.family(family);
    say(`${family}: ${exchanges.length} requests translated`);
    for (const exchange of exchanges) await replayMeaning(exchange, upstream, log);
  }
  for (const family of GEMINI_FAMILIES) {
    const exchanges = found.family(family);
    say(`${family}: ${exchanges.length} answers in other dialects`);
    for (const exchange of exchanges) await replayAnswer(exchange, upstream, log);
  }
  say('scenarios recorded in several dialects');
  for (const { exchange, natives, to } of parallels(found)) {
    if (to.name === 'gemini') await replayInParallel(exchange, natives, upstream, log);
  }
}

interface FaceReplay {
  readonly log: OutcomeLog;
  readonly say: (line: string) => void;
  readonly emit: Emit;
}

/** What no provider and no gateway need to run for; returns when all is judged. */
export async function replayThroughFaces(found: Recordings, { log, say, emit }: FaceReplay): Promise<void> {
  for (const [family, protocol] of Object.entries(FAMILY_PROTOCOLS)) {
    const exchanges = found.family(family);
    say(`${family}: ${exchanges.length} exchanges in every direction`);
    for (const exchange of exchanges) {
      await replayDirections(exchange, protocol, log, emit);
      const { id, response } = exchange;
      if (response.status !== 200) continue;
      const { body, stream } = response;
      const recorded = { id, family, body, stream, request: wholeRequest(exchange) };
      replayAnswerAt(recorded, protocol, PROTOCOLS, log, emit);
    }
  }
  say(`${found.answers.length} answers without their questions`);
  for (const { id, family, response } of found.answers) {
    const protocol = protocolOf(family);
    if (protocol !== undefined)
      replayAnswerAt({ id, family, ...response, request: undefined }, protocol, PROTOCOLS, log, emit);
  }
  say('scenarios recorded in several protocols, in every direction');
  for (const { exchange, from, natives, to } of parallels(found))
    await replayBesideNatives(exchange, from, natives, to, log, emit);
}

interface Parallel {
  readonly exchange: RecordedExchange;
  readonly from: Protocol;
  readonly natives: readonly RecordedExchange[];
  readonly to: Protocol;
}

/** Every recording of a scenario, beside those of the same scenario in each other protocol. */
function* parallels(found: Recordings): Iterable<Parallel> {
  const known = Object.keys(FAMILY_PROTOCOLS).flatMap((family) => found.family(family));
  const byId = new Map(known.map((exchange) => [exchange.id, exchange]));
  for (const protocols of found.scenarios.values()) {
    const exchanges = Object.values(protocols)
      .flat()
      .flatMap((id) => byId.get(id) ?? []);
    const spoken = Map.groupBy(exchanges, ({ family }) => FAMILY_PROTOCOLS[family]);
    for (const from of PROTOCOLS) {
      for (const to of PROTOCOLS) {
        const natives = spoken.get(to) ?? [];
        if (from === to || natives.length === 0) continue;
        for (const exchange of spoken.get(from) ?? []) yield { exchange, from, natives, to };
      }
    }
  }
}
