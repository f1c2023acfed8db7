// Recorded Gemini exchanges through the native door: what the client sent must reach the provider, and what the provider
// answered must reach the client, byte for byte, however the answer was cut on its way.

import { isDeepStrictEqual } from 'node:util';
import { tryParseJson } from '../../src/lib/json.ts';
import { createSeededRandom } from '../../src/lib/random.ts';
import { bytesOf, isRaw, type RecordedExchange } from './exchange.ts';
import type { FakeUpstream, ReceivedRequest } from './fake-upstream.ts';
import { readGeminiChunks } from './gemini-chunks.ts';
import { expectNative } from './native-expectation.ts';
import type { OutcomeLog } from './outcome.ts';
import { askGateway, REPLAY_KEY, type GatewayReply } from './replay-gateway.ts';
import { withGateway } from './shared-gateway.ts';
import { cutBody, WRITE_MANNERS, type WriteManner } from './write-manner.ts';

/** Families of recordings that a Gemini client makes. */
export const NATIVE_FAMILIES = [
  'gemini.generateContent',
  'gemini.streamGenerateContent',
  'gemini.countTokens',
  'gemini.embeddings',
  'gemini.cachedContents',
  'gemini.interactions',
  'gemini.openai-compat',
] as const;

/** Replays one exchange, a stream in every manner of writing. Each replay has a gateway with a fresh state of its own. */
export async function replayNatively(
  exchange: RecordedExchange,
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  const { family, id, response } = exchange;
  if (family === 'gemini.openai-compat') {
    const reason = "Google's own compatible endpoint: this door translates, so there are no bytes to pass";
    log.add(family, 'answer', id, 'excepted', reason);
    return;
  }
  const whole = bytesOf(response.body);
  for (const manner of response.stream ? WRITE_MANNERS : (['whole'] as const)) {
    const replay = await ask(upstream, exchange, whole, manner);
    const check = response.stream ? `answer, ${MANNER_NAMES[manner]}` : 'answer';
    if (isMissingDoor(replay)) {
      log.add(family, check, id, 'excepted', 'no door in this version');
      continue;
    }
    judgeRequest(exchange, replay.received, log);
    judgeReply(exchange, replay.reply, check, log);
  }
  if (response.stream && response.status === 200) await replayCutShort(exchange, upstream, log);
}

const MANNER_NAMES: Readonly<Record<WriteManner, string>> = {
  events: 'one event a write',
  whole: 'all at once',
  pieces: 'pieces of 1–7 bytes',
};

interface Replay {
  readonly reply: GatewayReply;
  readonly received: readonly ReceivedRequest[];
}

/** Replays one body through a gateway. */
function ask(
  upstream: FakeUpstream,
  { request, response }: RecordedExchange,
  body: Buffer,
  manner: WriteManner,
): Promise<Replay> {
  return withGateway(upstream.url, async (gateway) => {
    upstream.takeReceived();
    const pieces = cutBody(body, manner, createSeededRandom(body.length));
    upstream.answer = () => ({ status: response.status, headers: response.headers, pieces });
    const query = request.query === '' ? '' : `?${request.query}`;
    const reply = await askGateway(gateway, request.method, request.path + query, bodyText(request.body));
    return { reply, received: upstream.takeReceived() };
  });
}

/** Printed with white space, as some clients do: a body that is parsed and printed again on its way would lose it. */
function bodyText(body: unknown): string | undefined {
  if (body === '' || body === null || body === undefined) return undefined;
  return typeof body === 'string' ? body : JSON.stringify(body, null, 1);
}

function isMissingDoor({ reply, received }: Replay): boolean {
  return received.length === 0 && (reply.status === 404 || reply.status === 405);
}

function judgeRequest(
  exchange: RecordedExchange,
  received: readonly ReceivedRequest[],
  log: OutcomeLog,
): void {
  const { family, id, request } = exchange;
  const [first] = received;
  if (first === undefined) {
    log.add(family, 'request', id, 'failed', 'nothing reached the provider');
    return;
  }
  const query = request.query.split('&').filter((pair) => pair !== '' && !pair.startsWith('key='));
  const target = [request.path, ...(query.length === 0 ? [] : [query.join('&')])].join('?');
  const wrong = [
    first.url === target ? '' : `went to ${first.url} instead of ${target}`,
    first.body.toString('utf8') === (bodyText(request.body) ?? '')
      ? ''
      : 'its body is not the one that was sent',
    first.headers['x-goog-api-key'] === REPLAY_KEY
      ? ''
      : 'it carries another credential than the key of the pool',
  ].filter((sentence) => sentence !== '');
  log.add(family, 'request', id, wrong.length === 0 ? 'holds' : 'failed', wrong.join('; '));
}

function judgeReply(exchange: RecordedExchange, reply: GatewayReply, check: string, log: OutcomeLog): void {
  const { family, id, response } = exchange;
  const expected = expectNative(exchange);
  switch (expected.type) {
    case 'same': {
      const wrong = findDifference(exchange, reply);
      log.add(family, check, id, wrong === undefined ? 'holds' : 'failed', wrong);
      break;
    }
    case 'pool_key': {
      const told = reply.status === 503 && !reply.body.equals(bytesOf(response.body));
      const state = told ? 'excepted' : 'failed';
      log.add(family, check, id, state, told ? expected.reason : `answered ${reply.status} instead of 503`);
      break;
    }
    case 'incomplete': {
      const told = endsInError(reply);
      const reason = told ? 'recording is incomplete' : 'an incomplete recording was passed off as complete';
      log.add(family, check, id, told ? 'excepted' : 'failed', reason);
      break;
    }
  }
}

function findDifference(exchange: RecordedExchange, reply: GatewayReply): string | undefined {
  const { response } = exchange;
  if (reply.status !== response.status)
    return `answered ${reply.status} instead of ${response.status}: ${excerpt(reply)}`;
  const recorded = bytesOf(response.body);
  if (response.status !== 200) {
    const same = isDeepStrictEqual(
      tryParseJson(reply.body.toString('utf8')),
      tryParseJson(recorded.toString('utf8')),
    );
    return same ? undefined : `the error is another one: ${excerpt(reply)}`;
  }
  const type = reply.headers.get('content-type');
  const recordedType = response.headers['content-type'];
  if (recordedType !== undefined && type !== recordedType)
    return `content-type is ${type}, not ${recordedType}`;
  if (reply.body.equals(recorded)) return undefined;
  if (isRaw(exchange)) return 'the bytes are others';
  const same = isDeepStrictEqual(readGeminiChunks(reply.body), readGeminiChunks(recorded));
  return same ? undefined : 'the events are others';
}

/** The same stream without its last event: what the client gets must not look whole. */
async function replayCutShort(
  exchange: RecordedExchange,
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  const events = cutBody(bytesOf(exchange.response.body), 'events', () => 0);
  const cut = Buffer.concat(events.slice(0, -1));
  if (cut.length === 0) return;
  const { family, id } = exchange;
  const chunks = readGeminiChunks(cut);
  const check = 'cut before the last event';
  const shortened = { ...exchange, response: { ...exchange.response, body: cut.toString() } };
  if (chunks !== undefined && expectNative(shortened).type === 'same') {
    log.add(family, check, id, 'holds', 'the last event comes after the confirmed finish');
    return;
  }
  const { reply } = await ask(upstream, exchange, cut, 'whole');
  const told = endsInError(reply);
  log.add(family, check, id, told ? 'holds' : 'failed', told ? '' : 'passed off as complete');
}

function endsInError(reply: GatewayReply): boolean {
  if (reply.status !== 200) return reply.status >= 400;
  return readGeminiChunks(reply.body)?.at(-1)?.['error'] !== undefined;
}

function excerpt(reply: GatewayReply): string {
  return reply.body.toString('utf8').replaceAll(/\s+/gu, ' ').slice(0, 200);
}
