// Every check over a set of recordings, in order: native replay, requests of other dialects, answers in other dialects,
// and what was recorded in several dialects at once.

import { replayAnswer } from './answer-replay.ts';
import { modelOf } from './choose-partner.ts';
import { TRANSLATED_FAMILIES } from './client-dialect.ts';
import type { RecordedExchange } from './exchange.ts';
import { startFakeUpstream, type FakeUpstream } from './fake-upstream.ts';
import { replayMeaning } from './meaning-replay.ts';
import { NATIVE_FAMILIES, replayNatively } from './native-replay.ts';
import { createOutcomeLog, type Outcome, type OutcomeLog } from './outcome.ts';
import { replayInParallel } from './parallel-replay.ts';
import type { Recordings } from './read-recordings.ts';

export interface ReplayOptions {
  /** Puts something between the checks and the fake provider. */
  readonly change?: (upstream: FakeUpstream) => FakeUpstream;
  /** Told in one line each what is replayed next. */
  readonly say?: (line: string) => void;
}

/** Replays them all, one after another. */
export async function replayAll(
  found: Recordings,
  { change = (upstream) => upstream, say = () => {} }: ReplayOptions = {},
): Promise<readonly Outcome[]> {
  const log = createOutcomeLog();
  const native = NATIVE_FAMILIES.flatMap((family) => found.family(family));
  const upstream = await startFakeUpstream([...new Set(native.map(modelOf).filter((model) => model !== ''))]);
  try {
    await replayFamilies(found, change(upstream), log, say);
  } finally {
    await upstream.close();
  }
  return log.outcomes;
}

async function replayFamilies(
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
  for (const family of NATIVE_FAMILIES) {
    const exchanges = found.family(family);
    say(`${family}: ${exchanges.length} answers in other dialects`);
    for (const exchange of exchanges) await replayAnswer(exchange, upstream, log);
  }
  say('scenarios recorded in several dialects');
  for (const [exchange, natives] of parallelPairs(found))
    await replayInParallel(exchange, natives, upstream, log);
}

/** Every request of another dialect, beside the Gemini recordings of its scenario. */
function* parallelPairs(
  found: Recordings,
): Iterable<readonly [RecordedExchange, readonly RecordedExchange[]]> {
  const families = new Set<string>([...Object.keys(TRANSLATED_FAMILIES), ...NATIVE_FAMILIES]);
  const exchanges = [...families].flatMap((family) => found.family(family));
  const byId = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
  const pick = (ids: readonly string[] = []): readonly RecordedExchange[] =>
    ids.flatMap((id) => byId.get(id) ?? []);
  for (const dialects of found.scenarios.values()) {
    const natives = pick(dialects['gemini']);
    if (natives.length === 0) continue;
    for (const name of ['openai.chat', 'anthropic']) {
      for (const exchange of pick(dialects[name])) yield [exchange, natives];
    }
  }
}
