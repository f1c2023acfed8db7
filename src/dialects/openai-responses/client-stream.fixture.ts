// Canonical events, and what a client gets for them. For tests only.

import type { StreamEvent } from '../../canon/stream-event.ts';
import type { JsonObject } from '../../lib/json.ts';
import { openaiResponsesClientFace } from './client-face.ts';
import { answerContext, readEvents, type WireEvent } from './request.fixture.ts';

export const candidate = 0;
export const start: StreamEvent = { type: 'answer-start', id: 'a1', model: 'gemini-3.8-flash' };
export const end: StreamEvent = { type: 'answer-end' };
export const stop: StreamEvent = { type: 'finish', candidate, finish: { kind: 'stop' } };
export const usage: StreamEvent = {
  type: 'usage',
  usage: { inputTokens: 7, outputTokens: 3, totalTokens: 10 },
};
export const gemini = (value: string) => ({ vendor: 'gemini', value }) as const;

export function text(pieces: readonly string[], signature?: ReturnType<typeof gemini>): StreamEvent[] {
  return [
    { type: 'text-start', candidate },
    ...pieces.map((piece) => ({ type: 'text-delta', candidate, text: piece }) as const),
    { type: 'text-end', candidate, signature },
  ];
}

export function call(
  name: string,
  pieces: readonly string[],
  signature?: ReturnType<typeof gemini>,
): StreamEvent[] {
  return [
    { type: 'tool-call-start', candidate, id: `call_${name}`, idFromModel: true, name, signature },
    ...pieces.map((json) => ({ type: 'tool-call-delta', candidate, json }) as const),
    { type: 'tool-call-end', candidate },
  ];
}

export function thought(pieces: readonly string[], signature?: ReturnType<typeof gemini>): StreamEvent[] {
  return [
    { type: 'reasoning-start', candidate },
    ...pieces.map((piece) => ({ type: 'reasoning-delta', candidate, text: piece }) as const),
    { type: 'reasoning-end', candidate, signature },
  ];
}

export function render(events: readonly StreamEvent[], body: JsonObject = {}): WireEvent[] {
  const renderer = openaiResponsesClientFace.createStreamRenderer(answerContext(body));
  return readEvents(events.map((event) => renderer.render(event)).join(''));
}

export function names(events: readonly WireEvent[]): string[] {
  return events.map((event) => event.name.replace(/^response\./u, ''));
}

export function output(events: readonly WireEvent[]): JsonObject[] {
  const response = events.at(-1)?.data['response'] as JsonObject | undefined;
  return (response?.['output'] ?? []) as JsonObject[];
}
