// The same conversation recorded natively in several protocols: a request of one, translated for another, should say
// what the other's own recording says; and the other's answer should come back in the first one's words.

import { choosePartners, type Partner } from './choose-partner.ts';
import { whyRefused } from './directions-replay.ts';
import type { Emit } from './emitted.ts';
import type { RecordedExchange } from './exchange.ts';
import { replayAnswerAt } from './face-replay.ts';
import { judgeRequest } from './judge-request.ts';
import type { OutcomeLog } from './outcome.ts';
import type { Protocol } from './protocols.ts';
import { translateRequest } from './translate-request.ts';
import { wholeRequest } from './whole-request.ts';

/** Compares one request with every model's recording of its turn in `to`. */
export async function replayBesideNatives(
  exchange: RecordedExchange,
  from: Protocol,
  natives: readonly RecordedExchange[],
  to: Protocol,
  log: OutcomeLog,
  emit: Emit,
): Promise<void> {
  const { family, id } = exchange;
  const body = wholeRequest(exchange);
  if (body === undefined) return;
  const said = from.readMeaning(body);
  const check = `as a native request of ${to.name}`;
  // Where nobody recorded this turn there is nothing to compare: what left is judged by itself elsewhere.
  for (const partner of choosePartners(said, natives, to)) {
    const pair = `${id}→${partner.exchange.id}`;
    const { sent, loss, refusal } = await translateRequest(from, to, body, partner.model);
    if (sent === undefined) {
      const reason = whyRefused(exchange, body);
      log.add(family, check, pair, reason ? 'excepted' : 'failed', reason ?? `refused: ${refusal}`);
      continue;
    }
    const left = to.readMeaning(sent);
    const verdict = judgeRequest({ said, partner: partner.meaning, left, loss, target: to.name, family });
    log.add(family, check, pair, verdict.state, verdict.reason);
    replayPartnerAnswer(partner, to, from, { family, id: pair }, log, emit);
  }
}

function replayPartnerAnswer(
  { exchange }: Partner,
  to: Protocol,
  from: Protocol,
  place: { readonly family: string; readonly id: string },
  log: OutcomeLog,
  emit: Emit,
): void {
  const { response } = exchange;
  if (response.status !== 200) return;
  const recorded = {
    ...place,
    body: response.body,
    stream: response.stream,
    request: wholeRequest(exchange),
  };
  replayAnswerAt(recorded, to, [from], log, emit);
}
