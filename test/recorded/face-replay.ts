// Every recorded answer through every face: what a client of each protocol gets, whole and streamed, must say what the
// provider said, and lead back to the same signatures on the next turn.

import { isDeepStrictEqual } from 'node:util';
import { createLoss } from '../../src/canon/loss.ts';
import type { CanonRequest } from '../../src/canon/request.ts';
import { asString, type JsonObject } from '../../src/lib/json.ts';
import type { Emit } from './emitted.ts';
import type { AnswerMeaning } from './gemini-answer.ts';
import { bytesOf, type RecordedBody } from './exchange.ts';
import { explainAnswer } from './explain-answer.ts';
import { readThroughFace, renderThroughFace, type ReadAnswer } from './face-render.ts';
import { findLostSignatures } from './next-turn.ts';
import type { OutcomeLog } from './outcome.ts';
import type { Protocol } from './protocols.ts';
import { readEventData } from './read-event-data.ts';

export interface RecordedAnswer {
  readonly id: string;
  readonly family: string;
  readonly body: RecordedBody;
  readonly stream: boolean;
  /** What was asked, in the protocol of the answer; undefined where only the answer was recorded. */
  readonly request: JsonObject | undefined;
}

const QUESTIONS: Readonly<Record<string, JsonObject>> = {
  gemini: { contents: [{ role: 'user', parts: [{ text: 'Go on.' }] }] },
  'openai.chat': { messages: [{ role: 'user', content: 'Go on.' }] },
  'openai.responses': { input: 'Go on.' },
  anthropic: { max_tokens: 1024, messages: [{ role: 'user', content: 'Go on.' }] },
};

/** Puts one answer through each of the doors. */
export function replayAnswerAt(
  recorded: RecordedAnswer,
  protocol: Protocol,
  doors: readonly Protocol[],
  log: OutcomeLog,
  emit: Emit,
): void {
  const { family, id, stream } = recorded;
  const body = bytesOf(recorded.body).toString('utf8');
  const unfit = whyUnfit(body, stream);
  if (unfit !== undefined) {
    log.add(family, 'answer', id, 'excepted', unfit);
    return;
  }
  const said = protocol.readAnswer(body, stream);
  const request = canonRequest(recorded, protocol);
  const read = readThroughFace(protocol, body, stream, request);
  const failed = read.answer?.candidates.some(({ finish }) => finish.kind === 'failed') === true;
  if (said === undefined || read.answer === undefined || failed) {
    judgeFailure(recorded, said, read, failed, log);
    return;
  }
  for (const door of doors) {
    // A client that thinks: it takes thoughts and their proofs wherever they come.
    const reasoning = { effort: 'high', includeSummary: true } as const;
    const rendered = renderThroughFace(door, read, { ...request, includeUsage: true, reasoning });
    if (rendered === undefined) continue;
    const { whole, streamed } = rendered;
    // Its own provider's answers are relayed, but for those of Responses, which may be kept.
    if (door !== protocol || family.startsWith('openai.responses')) {
      emit({ protocol: door.name, kind: 'answer', stream: false, body: whole, id, family });
      emit({ protocol: door.name, kind: 'answer', stream: true, body: streamed, id, family });
    }
    const toldWhole = door.readAnswer(whole, false);
    const toldStreamed = door.readAnswer(streamed, true);
    judge(log, family, `answer through ${door.name}`, id, compare(said, toldWhole, door));
    judge(log, family, `answer through ${door.name}, streamed`, id, compare(said, toldStreamed, door));
    judge(log, family, `stream of ${door.name} folds to its whole`, id, [
      ...(isDeepStrictEqual(toJson(toldWhole), toJson(toldStreamed)) ? [] : ['the two say different things']),
      ...findBrokenEnd(streamed, door),
    ]);
    const lost = findLostSignatures({ protocol, door, body, stream, rendered, read, request });
    if (lost !== undefined) judge(log, family, `signatures after ${door.name}`, id, lost);
  }
}

/** Recordings that were put together by hand and are no answer of any provider. */
function whyUnfit(body: string, stream: boolean): string | undefined {
  if (!stream) return undefined;
  const beginnings = body.match(/"type":"(?:message_start|response\.created)"/gu)?.length ?? 0;
  if (beginnings > 1) return 'the recording holds several answers one after another';
  const events = body.includes('response.output_text.done') ? (readEventData(body) ?? []) : [];
  const textOf = (type: string, field: string): string =>
    events.map((event) => (event['type'] === type ? (asString(event[field]) ?? '') : '')).join('');
  return textOf('response.output_text.delta', 'delta') === textOf('response.output_text.done', 'text')
    ? undefined
    : 'the recording’s deltas were shortened: they are not its text';
}

function judge(log: OutcomeLog, family: string, check: string, id: string, wrong: readonly string[]): void {
  const unexplained = wrong.filter((sentence) => !sentence.startsWith('(ok) '));
  const state = unexplained.length > 0 ? 'failed' : wrong.length > 0 ? 'excepted' : 'holds';
  const told = unexplained.length > 0 ? unexplained : wrong.map((sentence) => sentence.slice('(ok) '.length));
  log.add(family, check, id, state, told.join('; '));
}

/** What is no whole answer, or no usable one, must be seen as such by the provider's side. */
function judgeFailure(
  { family, id }: RecordedAnswer,
  said: AnswerMeaning | undefined,
  { answer, error }: ReadAnswer,
  failed: boolean,
  log: OutcomeLog,
): void {
  const check = 'a failure stays one';
  if (said === undefined && (answer === undefined || failed)) log.add(family, check, id, 'holds');
  else if (failed && said?.ending === 'other') log.add(family, check, id, 'holds');
  else if (said === undefined) log.add(family, check, id, 'failed', 'passed off as a whole answer');
  else log.add(family, check, id, 'failed', `a whole answer was refused: ${error?.message ?? 'failed'}`);
}

function canonRequest({ request }: RecordedAnswer, protocol: Protocol): CanonRequest {
  const body = request ?? QUESTIONS[protocol.name] ?? {};
  try {
    return protocol.client.parseRequest(body, createLoss());
  } catch {
    return protocol.client.parseRequest(
      { model: body['model'] ?? 'm', ...QUESTIONS[protocol.name] },
      createLoss(),
    );
  }
}

const ASPECTS = ['text', 'calls', 'ending', 'usage'] as const;

function compare(said: AnswerMeaning, told: AnswerMeaning | undefined, door: Protocol): readonly string[] {
  if (told === undefined) return ['no whole answer came back'];
  return ASPECTS.flatMap((aspect) => {
    if (isDeepStrictEqual(toJson(said[aspect]), toJson(told[aspect]))) return [];
    const reason = explainAnswer(aspect, said, told, door);
    if (reason !== undefined) return [`(ok) ${reason}`];
    return [
      `${aspect}: the provider said ${excerpt(said[aspect])}, the client was told ${excerpt(told[aspect])}`,
    ];
  });
}

function findBrokenEnd(streamed: string, door: Protocol): readonly string[] {
  const events = streamed.split(/\r?\n\r?\n/u).filter((event) => event.trim() !== '');
  const terminals = events.filter((event) => door.isTerminal(event)).length;
  const last = events.findLast((event) => !event.startsWith(':'));
  return [
    ...(terminals === 1 ? [] : [`${terminals} terminal events`]),
    ...(last !== undefined && door.isTerminal(last) ? [] : ['the last event is not the terminal one']),
  ];
}

function toJson(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
