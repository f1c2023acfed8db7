// Builders of canonical stream events. For tests only.

import type { StreamEvent } from '../../canon/stream-event.ts';

export const start: Extract<StreamEvent, { type: 'answer-start' }> = {
  type: 'answer-start',
  id: 'a1',
  model: 'gemini-3.8-flash',
};
export const end: StreamEvent = { type: 'answer-end' };
export const signature = { vendor: 'gemini', value: 'c2ln' } as const;

export function text(piece: string, candidate = 0): StreamEvent[] {
  return [
    { type: 'text-start', candidate },
    ...Array.from(piece, (letter) => ({ type: 'text-delta', candidate, text: letter }) as const),
    { type: 'text-end', candidate },
  ];
}

export function call(name: string, pieces: readonly string[], fields: object = {}): StreamEvent[] {
  return [
    { type: 'tool-call-start', candidate: 0, id: `call_${name}`, idFromModel: true, name, ...fields },
    ...pieces.map((json) => ({ type: 'tool-call-delta', candidate: 0, json }) as const),
    { type: 'tool-call-end', candidate: 0 },
  ];
}

export function finish(
  kind: Extract<StreamEvent, { type: 'finish' }>['finish']['kind'],
  candidate = 0,
): StreamEvent {
  return { type: 'finish', candidate, finish: { kind } };
}
