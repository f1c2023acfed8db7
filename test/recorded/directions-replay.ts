// Every recorded request, translated for every other protocol: what leaves must say what the client said.

import type { JsonObject } from '../../src/lib/json.ts';
import type { Emit } from './emitted.ts';
import type { RecordedExchange } from './exchange.ts';
import { jsonObjects } from './json-objects.ts';
import { judgeRequest } from './judge-request.ts';
import type { OutcomeLog } from './outcome.ts';
import { PROTOCOLS, type Protocol, type ProtocolName } from './protocols.ts';
import { translateRequest } from './translate-request.ts';
import { wholeRequest } from './whole-request.ts';

/** Models of each protocol's vendor: one that takes all that its protocol can say, and one that thinks. */
const MODELS: Readonly<Record<ProtocolName, readonly [plain: string, thinker: string]>> = {
  gemini: ['gemini-3-flash-preview', 'gemini-3-flash-preview'],
  'openai.chat': ['gpt-4.1', 'gpt-5.2'],
  'openai.responses': ['gpt-4.1', 'gpt-5.2'],
  anthropic: ['claude-sonnet-4-5', 'claude-sonnet-4-5'],
};

/** Translates one request in every direction. */
export async function replayDirections(
  exchange: RecordedExchange,
  from: Protocol,
  log: OutcomeLog,
  emit: Emit,
): Promise<void> {
  const { family, id } = exchange;
  const body = wholeRequest(exchange);
  if (body === undefined) return;
  const said = from.readMeaning(body);
  const thinks = said.thinking === true || said.thinking === 'least';
  for (const to of PROTOCOLS) {
    if (to === from) continue;
    const check = `request for ${to.name}`;
    const model = MODELS[to.name][thinks ? 1 : 0];
    const { sent, loss, refusal } = await translateRequest(from, to, body, model);
    if (sent === undefined) {
      const reason = whyRefused(exchange, body);
      log.add(family, check, id, reason ? 'excepted' : 'failed', reason ?? `refused: ${refusal}`);
      continue;
    }
    emit({ protocol: to.name, kind: 'request', stream: false, body: JSON.stringify(sent), id, family });
    const left = to.readMeaning(sent);
    const { state, reason } = judgeRequest({ said, left, loss, target: to.name, family });
    log.add(family, check, id, state, reason);
  }
}

/** Why a request may be refused that its own provider may have taken. */
export function whyRefused({ response }: RecordedExchange, body: JsonObject): string | undefined {
  if (response.status >= 400) return 'its own provider refused it too';
  if (body['background'] === true) return 'the request asks for an answer in the background';
  const names = ['conversation', 'previous_response_id', 'prompt'].some(
    (name) => (body[name] ?? null) !== null,
  );
  return names || jsonObjects(body['input']).some(({ type }) => type === 'item_reference')
    ? 'the request names an object that only its own provider holds'
    : undefined;
}
