// Recorded exchanges through the door of their own dialect: what the client sent must reach the provider, and what the provider
// answered must reach the client, byte for byte, however the answer was cut on its way.

import { isDeepStrictEqual } from 'node:util';
import { asObject, tryParseJson } from '../../src/lib/json.ts';
import { createSeededRandom } from '../../src/lib/random.ts';
import { whyRefused } from './directions-replay.ts';
import { bytesOf, type RecordedExchange } from './exchange.ts';
import type { FakeUpstream, ReceivedRequest } from './fake-upstream.ts';
import { expectNative } from './native-expectation.ts';
import { NATIVE_PASSAGES, type NativePassage } from './native-families.ts';
import type { OutcomeLog } from './outcome.ts';
import { FAMILY_PROTOCOLS } from './protocols.ts';
import { askGateway, type GatewayReply } from './replay-gateway.ts';
import { withGateway } from './shared-gateway.ts';
import { cutBody, WRITE_MANNERS, type WriteManner } from './write-manner.ts';

/** Replays one exchange, a stream in every manner of writing. */
export async function replayNatively(
  exchange: RecordedExchange,
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  const { family, id, response } = exchange;
  const passage = NATIVE_PASSAGES[family]?.(exchange);
  if (passage === undefined) return;
  const whole = bytesOf(response.body);
  if (response.stream && /^\s/u.test(whole.toString('latin1', 0, 1))) {
    log.add(family, 'answer', id, 'excepted', 'the recording begins in the midst of an event');
    return;
  }
  for (const manner of response.stream ? WRITE_MANNERS : (['whole'] as const)) {
    const replay = await ask(upstream, exchange, passage, whole, manner);
    const check = response.stream ? `answer, ${MANNER_NAMES[manner]}` : 'answer';
    const why = isMissingDoor(replay) ? 'no door in this version' : whyUnsent(exchange, replay);
    if (why !== undefined) {
      log.add(family, check, id, 'excepted', why);
      continue;
    }
    judgeRequest(exchange, passage, replay.received, log);
    judgeReply(exchange, replay.reply, check, log);
  }
  if (response.stream && response.status === 200) await replayCutShort(exchange, passage, upstream, log);
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
  { path, body: sent }: NativePassage,
  body: Buffer,
  manner: WriteManner,
): Promise<Replay> {
  return withGateway(upstream.url, async (gateway) => {
    upstream.takeReceived();
    const pieces = cutBody(body, manner, createSeededRandom(body.length));
    upstream.answer = () => ({ status: response.status, headers: response.headers, pieces });
    const reply = await askGateway(gateway, request.method, path, sent, VERSION);
    return { reply, received: upstream.takeReceived() };
  });
}

/** Anthropic's clients send it; the others' providers never see it. */
const VERSION = { 'anthropic-version': '2023-06-01' };

/** State of a recording that its own provider alone holds. */
function whyUnsent(exchange: RecordedExchange, { reply, received }: Replay): string | undefined {
  const body = asObject(exchange.request.body);
  return received.length === 0 && reply.status === 400 && body !== undefined
    ? whyRefused(exchange, body)
    : undefined;
}

function isMissingDoor({ reply, received }: Replay): boolean {
  return received.length === 0 && (reply.status === 404 || reply.status === 405);
}

function judgeRequest(
  { family, id }: RecordedExchange,
  { upstreamPath, upstreamBody, credential }: NativePassage,
  received: readonly ReceivedRequest[],
  log: OutcomeLog,
): void {
  const [first] = received;
  if (first === undefined) {
    log.add(family, 'request', id, 'failed', 'nothing reached the provider');
    return;
  }
  const [header, value] = credential;
  const wrong = [
    first.url === upstreamPath ? '' : `went to ${first.url} instead of ${upstreamPath}`,
    first.body.toString('utf8') === upstreamBody ? '' : 'its body is not the one that was sent',
    first.headers[header] === value ? '' : 'it carries another credential than the key of the pool',
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
    case 'pool_limit':
      log.add(family, check, id, reply.status === response.status ? 'holds' : 'failed', POOL_LIMIT);
      break;
    case 'incomplete': {
      const told = endsInError(exchange, reply);
      const reason = told ? 'recording is incomplete' : 'an incomplete recording was passed off as complete';
      log.add(family, check, id, told ? 'excepted' : 'failed', reason);
      break;
    }
  }
}

const POOL_LIMIT = 'a limit of the pool’s key is told in the gateway’s own words, by the same status';

function findDifference(exchange: RecordedExchange, reply: GatewayReply): string | undefined {
  const { response } = exchange;
  if (reply.status !== response.status)
    return `answered ${reply.status} instead of ${response.status}: ${excerpt(reply)}`;
  const recorded = bytesOf(response.body);
  if (response.status !== 200) {
    return sameJson(reply.body, recorded) ? undefined : `the error is another one: ${excerpt(reply)}`;
  }
  const type = reply.headers.get('content-type');
  const recordedType = response.headers['content-type'];
  if (recordedType !== undefined && mediaType(type ?? '') !== mediaType(recordedType))
    return `content-type is ${type}, not ${recordedType}`;
  if (reply.body.equals(recorded)) return undefined;
  // A count is one number, whose line is printed anew.
  const counted = exchange.family === 'anthropic.count_tokens' && sameJson(reply.body, recorded);
  return counted ? undefined : 'the bytes are others';
}

function sameJson(one: Buffer, other: Buffer): boolean {
  return isDeepStrictEqual(tryParseJson(one.toString('utf8')), tryParseJson(other.toString('utf8')));
}

/** Without its charset: JSON and events have but one. */
function mediaType(contentType: string): string {
  return contentType.split(';', 1)[0]?.trim() ?? '';
}

/** The same stream as far as its provider had not said that it was done: what the client gets must not look whole. */
async function replayCutShort(
  exchange: RecordedExchange,
  passage: NativePassage,
  upstream: FakeUpstream,
  log: OutcomeLog,
): Promise<void> {
  const { family, id, response } = exchange;
  const events = cutBody(bytesOf(response.body), 'events', () => 0);
  const confirmed = events.findIndex((event) => CONFIRMATION.test(event.toString('utf8')));
  if (confirmed < 1) return;
  const { reply } = await ask(
    upstream,
    exchange,
    passage,
    Buffer.concat(events.slice(0, confirmed)),
    'whole',
  );
  const told = endsInError(exchange, reply);
  log.add(family, CUT_CHECK, id, told ? 'holds' : 'failed', told ? '' : 'passed off as complete');
}

const CUT_CHECK = 'cut before its confirmed end';

/** The word of each vendor by which an answer is done. */
const CONFIRMATION =
  /"finishReason":\s*["\d]|"blockReason"|"finish_reason":\s*"\w|"type":\s*"(?:message_stop|response\.(?:completed|incomplete|failed))"|^data: \[DONE\]/mu;

function endsInError({ family, response }: RecordedExchange, reply: GatewayReply): boolean {
  if (reply.status !== 200) return reply.status >= 400;
  const body = reply.body.toString('utf8');
  const whole = FAMILY_PROTOCOLS[family]?.readAnswer(body, response.stream);
  return whole === undefined && /"error":\s*\{/u.test(body.slice(-4000));
}

function excerpt(reply: GatewayReply): string {
  return reply.body.toString('utf8').replaceAll(/\s+/gu, ' ').slice(0, 200);
}
