// Requests, answers and streams for the tests of this folder. For tests only.

import { createStreamFold } from '../../canon/fold-stream.ts';
import type { CanonAnswer } from '../../canon/answer.ts';
import { createLoss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { createGrammarGuard } from '../../canon/stream-grammar.ts';
import { asString, isObject, tryParseJson, type JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext, RenderRequestContext } from '../dialect.ts';
import { parseRequest } from './parse-request.ts';
import { createStreamParser } from './parse-stream.ts';

export interface Parsed {
  readonly request: CanonRequest;
  readonly lost: readonly string[];
}

/** Parses a body with model and input filled in. */
export function parse(body: JsonObject): Parsed {
  const loss = createLoss();
  const request = parseRequest({ model: 'm', input: 'hi', ...body }, loss);
  return { request, lost: [...loss.items] };
}

export function answerContext(body: JsonObject = {}): RenderAnswerContext {
  return { nowMs: 1_700_000_000_999, requestId: 'req1', request: parse(body).request };
}

export function requestContext(fields: Partial<RenderRequestContext> = {}): RenderRequestContext {
  return { loss: createLoss(), model: 'gpt-5.2', recallSignature: () => undefined, ...fields };
}

export interface WireEvent {
  readonly name: string;
  readonly data: JsonObject;
}

/** The events of a stream as it went over the wire; comments are left out. */
export function readEvents(wire: string): WireEvent[] {
  return wire
    .split('\n\n')
    .filter((frame) => frame !== '' && !frame.startsWith(':'))
    .map((frame) => {
      const [first = '', second = ''] = frame.split('\n');
      const data = tryParseJson(second.replace(/^data: /u, ''));
      return { name: first.replace(/^event: /u, ''), data: isObject(data) ? data : {} };
    });
}

/** A stream as a provider sends it. */
export function sse(events: readonly JsonObject[]): string {
  return events
    .map((event) => `event: ${asString(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** Parses a stream in pieces of `size` bytes; every event is checked for its place. */
export function parseStream(wire: string, size: number, request = parse({}).request): StreamEvent[] {
  const events: StreamEvent[] = [];
  const guard = createGrammarGuard();
  const parser = createStreamParser(request, (event) => {
    guard.push(event);
    events.push(event);
  });
  const bytes = Buffer.from(wire);
  for (let at = 0; at < bytes.length; at += size) parser.push(bytes.subarray(at, at + size));
  parser.end();
  return events;
}

export function fold(events: readonly StreamEvent[]): CanonAnswer | undefined {
  const folded = createStreamFold();
  for (const event of events) folded.push(event);
  return folded.answer();
}
