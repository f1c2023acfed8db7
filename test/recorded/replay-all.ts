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

/** Replays them all, one after another. `change` puts something between the checks and the fake provider. */
export async function replayAll(
  found: Recordings,
  change: (upstream: FakeUpstream) => FakeUpstream = (upstream) => upstream,
): Promise<readonly Outcome[]> {
  const log = createOutcomeLog();
  const native = NATIVE_FAMILIES.flatMap((family) => found.family(family));
  const upstream = await startFakeUpstream([...new Set(native.map(modelOf).filter((model) => model !== ''))]);
  try {
    await replayFamilies(found, native, change(upstream), log);
  } finally {
    await upstream.close();
  }
  return log.outcomes;
}

async function replayFamilies(
  found: Recordings,
  native: readonly RecordedExchange[],
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  for (const exchange of native) await replayNatively(exchange, upstream, log);
  for (const family of Object.keys(TRANSLATED_FAMILIES)) {
    for (const exchange of found.family(family)) await replayMeaning(exchange, upstream, log);
  }
  for (const exchange of native) await replayAnswer(exchange, upstream, log);
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
