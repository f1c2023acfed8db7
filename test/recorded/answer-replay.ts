// Every recorded Gemini answer as clients of other dialects get it, whole and streamed.

import type { JsonValue } from '../../src/lib/json.ts';
import { judgeAnswer } from './answer-check.ts';
import { modelOf } from './model-of.ts';
import { CLIENT_DIALECTS } from './client-dialect.ts';
import { bytesOf, type RecordedExchange } from './exchange.ts';
import type { FakeUpstream } from './fake-upstream.ts';
import { isWhole, readGeminiChunks } from './gemini-chunks.ts';
import type { OutcomeLog } from './outcome.ts';
import { askTranslated } from './translated-ask.ts';

/** A request that every dialect here reads alike. */
const QUESTION: JsonValue = { max_tokens: 1024, messages: [{ role: 'user', content: 'Go on.' }] };

/** Folds one recorded answer back into each dialect. Recordings that are no whole answers are left to the native replay. */
export async function replayAnswer(
  exchange: RecordedExchange,
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  const { family, id, request, response } = exchange;
  if (response.status !== 200 || !request.path.endsWith('enerateContent')) return;
  const answer = readGeminiChunks(bytesOf(response.body));
  if (answer === undefined || !isWhole(answer)) return;
  for (const dialect of CLIENT_DIALECTS) {
    for (const stream of [false, true]) {
      const { reply } = await askTranslated(upstream, QUESTION, dialect, {
        model: modelOf(exchange),
        stream,
        answer,
      });
      const { state, reason } = judgeAnswer(dialect, reply, answer, stream);
      log.add(family, `answer in ${dialect.name}${stream ? ', streamed' : ''}`, id, state, reason);
    }
  }
}
