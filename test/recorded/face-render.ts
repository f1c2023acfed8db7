// One recorded answer through the faces of two protocols, whole and streamed, without a network between them.

import { createStreamFold } from '../../src/canon/fold-stream.ts';
import { createGrammarGuard } from '../../src/canon/stream-grammar.ts';
import type { CanonAnswer } from '../../src/canon/answer.ts';
import type { CanonRequest } from '../../src/canon/request.ts';
import type { StreamEvent } from '../../src/canon/stream-event.ts';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import { tryParseJsonExact } from '../../src/lib/json.ts';
import { createSeededRandom } from '../../src/lib/random.ts';
import type { Protocol } from './protocols.ts';
import { unfoldAnswer } from './unfold-answer.ts';
import { cutBody } from './write-manner.ts';

/** What the provider's side of a protocol made of a recorded body. */
export interface ReadAnswer {
  /** As the gateway's core knows it; undefined when the provider's side saw that it is no whole answer. */
  readonly answer: CanonAnswer | undefined;
  readonly events: readonly StreamEvent[];
  /** Why it is none. */
  readonly error: GatewayError | undefined;
}

/** Reads a body in pieces of one to seven bytes where it was streamed. Throws when the events come in no legal order. */
export function readThroughFace(
  protocol: Protocol,
  body: string,
  stream: boolean,
  request: CanonRequest,
): ReadAnswer {
  return stream ? readStream(protocol, body, request) : readWhole(protocol, body, request);
}

function readWhole(protocol: Protocol, body: string, request: CanonRequest): ReadAnswer {
  try {
    const json = tryParseJsonExact(body);
    if (json === undefined) throw new GatewayError('incomplete_answer', 'no JSON');
    const answer = protocol.provider.parseAnswer(json, request);
    return { answer, events: [...unfoldAnswer(answer)], error: undefined };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { answer: undefined, events: [], error };
  }
}

function readStream(protocol: Protocol, body: string, request: CanonRequest): ReadAnswer {
  const guard = createGrammarGuard();
  const fold = createStreamFold();
  const events: StreamEvent[] = [];
  const parser = protocol.provider.createStreamParser(request, (event) => {
    guard.push(event);
    fold.push(event);
    events.push(event);
  });
  const bytes = Buffer.from(body);
  for (const piece of cutBody(bytes, 'pieces', createSeededRandom(bytes.length))) parser.push(piece);
  parser.end();
  const last = events.at(-1);
  const error = last?.type === 'error' ? last.error : undefined;
  if (error === undefined && !guard.ended) throw new Error('the stream of events never ended');
  return { answer: fold.answer(), events, error };
}

/** The answer as a client of `door` gets it. */
export interface Rendered {
  readonly whole: string;
  readonly streamed: string;
}

/** Renders one answer both ways. A provider that told no tokens beforehand has them estimated, as the gateway does. */
export function renderThroughFace(
  door: Protocol,
  read: ReadAnswer,
  request: CanonRequest,
): Rendered | undefined {
  if (read.answer === undefined) return undefined;
  const context = { nowMs: Date.UTC(2026, 0, 1), requestId: 'a1b2c3d4e5f60718', request };
  const renderer = door.client.createStreamRenderer(context);
  return {
    whole: JSON.stringify(door.client.renderAnswer(read.answer, context)),
    streamed: read.events.map((event) => renderer.render(event)).join(''),
  };
}
