// Sends one recorded request of another dialect to a model of Gemini's, and keeps what reached the provider.

import { tryParseJson, type JsonObject, type JsonValue } from '../../src/lib/json.ts';
import { createSeededRandom } from '../../src/lib/random.ts';
import { requestFor, type ClientDialect } from './client-dialect.ts';
import type { FakeUpstream } from './fake-upstream.ts';
import { frameGeminiAnswer } from './gemini-answer.ts';
import { askGateway, type GatewayReply } from './replay-gateway.ts';
import { withGateway } from './shared-gateway.ts';
import { cutBody } from './write-manner.ts';

export interface TranslatedAsk {
  readonly reply: GatewayReply;
  /** The body that reached the provider; undefined when nothing did. */
  readonly sent: JsonValue | undefined;
}

/** Asks through a gateway that no failure has marked. A streamed answer is written in pieces of one to seven bytes. */
export async function askTranslated(
  upstream: FakeUpstream,
  request: JsonValue,
  dialect: ClientDialect,
  target: { readonly model: string; readonly stream: boolean; readonly answer: readonly JsonObject[] },
): Promise<TranslatedAsk> {
  return withGateway(upstream.url, async (gateway) => {
    upstream.takeReceived();
    upstream.answer = ({ url }) => {
      const { body, ...head } = frameGeminiAnswer(target.answer, url.includes('alt=sse'));
      return {
        ...head,
        pieces: cutBody(body, target.stream ? 'pieces' : 'whole', createSeededRandom(body.length)),
      };
    };
    const body = requestFor(request, dialect, target.model, target.stream);
    const reply = await askGateway(gateway, 'POST', dialect.path, body, dialect.headers);
    const sent = upstream.takeReceived().at(-1)?.body.toString('utf8');
    return { reply, sent: sent === undefined ? undefined : tryParseJson(sent) };
  });
}

/** A short answer, where what the provider answers does not matter. */
export const PLAIN_ANSWER: readonly JsonObject[] = [
  {
    candidates: [{ content: { role: 'model', parts: [{ text: 'Yes.' }] }, finishReason: 'STOP', index: 0 }],
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
    modelVersion: 'gemini-replay',
  },
];
