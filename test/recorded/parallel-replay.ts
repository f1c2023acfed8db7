// The same conversation recorded natively in several dialects: a request of one, translated for Gemini, should say what
// Gemini's own recording says; and what Gemini answered should come back in the client's dialect.

import { isDeepStrictEqual } from 'node:util';
import { judgeAnswer } from './answer-check.ts';
import { choosePartners, type Partner } from './choose-partner.ts';
import { TRANSLATED_FAMILIES } from './client-dialect.ts';
import { bytesOf, type RecordedExchange } from './exchange.ts';
import type { FakeUpstream } from './fake-upstream.ts';
import { judgeRequest } from './judge-request.ts';
import { readGeminiChunks } from './gemini-chunks.ts';
import type { Meaning } from './meaning.ts';
import type { OutcomeLog } from './outcome.ts';
import { readGeminiMeaning } from './read-gemini-meaning.ts';
import { askTranslated, PLAIN_ANSWER, type TranslatedAsk } from './translated-ask.ts';

const REQUEST_CHECK = 'as its native partner';

/** Replays a request against every model that its scenario was recorded with natively. */
export async function replayInParallel(
  exchange: RecordedExchange,
  natives: readonly RecordedExchange[],
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  const { family, id } = exchange;
  const dialect = TRANSLATED_FAMILIES[family];
  if (dialect === undefined) return;
  const said = dialect.readMeaning(exchange.request.body);
  for (const partner of choosePartners(said, natives, { readMeaning: readGeminiMeaning })) {
    const chunks = readGeminiChunks(bytesOf(partner.exchange.response.body));
    const answered = partner.exchange.response.status === 200 ? chunks : undefined;
    let whole: TranslatedAsk | undefined;
    for (const stream of [false, true]) {
      const target = { model: partner.model, stream, answer: answered ?? PLAIN_ANSWER };
      const ask = await askTranslated(upstream, exchange.request.body, dialect, target);
      if (whole === undefined) judgeSent(exchange, said, partner, ask, log);
      else judgeSame(exchange, whole, ask, log);
      whole = ask;
      if (answered === undefined) continue;
      const { state, reason } = judgeAnswer(dialect, ask.reply, answered, stream);
      log.add(family, stream ? 'answer folded back, streamed' : 'answer folded back', id, state, reason);
    }
  }
}

/** Streaming is a matter of the path: the body says the same. */
function judgeSame(
  { family, id }: RecordedExchange,
  whole: TranslatedAsk,
  streamed: TranslatedAsk,
  log: OutcomeLog,
): void {
  const same = isDeepStrictEqual(whole.sent, streamed.sent);
  log.add(
    family,
    'the same request streamed',
    id,
    same ? 'holds' : 'failed',
    same ? '' : 'another body left',
  );
}

function judgeSent(
  { family, id, response }: RecordedExchange,
  said: Meaning,
  partner: Partner,
  { reply, sent }: TranslatedAsk,
  log: OutcomeLog,
): void {
  const pair = `${id}→${partner.exchange.id}`;
  if (sent === undefined) {
    const excepted = response.status >= 400;
    const refusal = `refused: ${reply.status} ${reply.body.toString('utf8').slice(0, 200)}`;
    log.add(
      family,
      REQUEST_CHECK,
      pair,
      excepted ? 'excepted' : 'failed',
      excepted ? 'its own provider refused it too' : refusal,
    );
    return;
  }
  const loss = reply.headers.get('x-pollux-loss') ?? '';
  const { state, reason } = judgeRequest({
    said,
    partner: partner.meaning,
    left: readGeminiMeaning(sent),
    loss,
    target: 'gemini',
    family,
  });
  log.add(family, REQUEST_CHECK, pair, state, reason);
}
