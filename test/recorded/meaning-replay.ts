// Recorded requests of other dialects, translated for Gemini: what leaves must say what the client said.

import { TRANSLATED_FAMILIES } from './client-dialect.ts';
import type { RecordedExchange } from './exchange.ts';
import type { FakeUpstream } from './fake-upstream.ts';
import { judgeRequest } from './judge-request.ts';
import type { OutcomeLog } from './outcome.ts';
import { readGeminiMeaning } from './read-gemini-meaning.ts';
import { askTranslated, PLAIN_ANSWER } from './translated-ask.ts';

/** Two generations: they differ in what they take beside tools, and in how they are told to think. */
const MODELS = ['gemini-2.5-flash', 'gemini-3-flash-preview'] as const;

/** Sends the request to models of two generations, and compares what the client said with what left. */
export async function replayMeaning(
  exchange: RecordedExchange,
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  for (const model of MODELS) await replayFor(model, exchange, upstream, log);
}

async function replayFor(
  model: string,
  exchange: RecordedExchange,
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  const { family, id, request, response } = exchange;
  const dialect = TRANSLATED_FAMILIES[family];
  if (dialect === undefined) return;
  const check = `meaning kept, ${model}`;
  const target = { model, stream: false, answer: PLAIN_ANSWER };
  const { reply, sent } = await askTranslated(upstream, request.body, dialect, target);
  if (sent === undefined) {
    const excepted = response.status >= 400 && reply.status >= 400 && reply.status < 500;
    const refusal = `refused: ${reply.status} ${reply.body.toString('utf8').slice(0, 300)}`;
    log.add(
      family,
      check,
      id,
      excepted ? 'excepted' : 'failed',
      excepted ? 'its own provider refused it too' : refusal,
    );
    return;
  }
  const loss = reply.headers.get('x-pollux-loss') ?? '';
  const said = dialect.readMeaning(request.body);
  const { state, reason } = judgeRequest({
    said,
    left: readGeminiMeaning(sent),
    loss,
    target: 'gemini',
    family,
  });
  log.add(family, check, id, state, reason);
}
