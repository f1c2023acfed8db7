// One event of a provider's stream, and what a reader of it knows more than before.

export interface Said {
  readonly candidate: number;
  readonly kind: 'text' | 'thought' | 'call' | 'arguments';
  /** Of a call and its arguments. */
  readonly id?: string;
  /** Text, JSON text, or the name of a call. */
  readonly value: string;
}

export interface WireEvent {
  /** The `event:` field. */
  readonly name?: string;
  /** The data; undefined for a comment. */
  readonly data?: string;
  readonly comment?: string;
  readonly says: readonly Said[];
  /** Candidates whose end it tells, by index. */
  readonly ends: readonly number[];
  /** Nothing may follow it in its dialect. */
  readonly terminal?: boolean;
}

export interface ToldCall {
  readonly name: string;
  readonly json: string;
}

/** What one candidate said. */
export interface Told {
  readonly text: string;
  readonly thoughts: string;
  readonly calls: readonly ToldCall[];
}

/** Adds up what the events say of a candidate. */
export function tell(events: readonly WireEvent[], candidate: number): Told {
  let text = '';
  let thoughts = '';
  const calls = new Map<string, { name: string; json: string }>();
  for (const said of events.flatMap(({ says }) => says)) {
    if (said.candidate !== candidate) continue;
    if (said.kind === 'text') text += said.value;
    else if (said.kind === 'thought') thoughts += said.value;
    else {
      const call = calls.get(said.id ?? '') ?? { name: '', json: '' };
      if (said.kind === 'call') call.name = said.value;
      else call.json += said.value;
      calls.set(said.id ?? '', call);
    }
  }
  return { text, thoughts, calls: [...calls.values()] };
}

/** Index of the event that completes the answer: every candidate has its end. -1 when none does. */
export function confirmedAt(events: readonly WireEvent[], candidates: number): number {
  const open = new Set(Array.from({ length: candidates }, (_, index) => index));
  return events.findIndex(({ ends }) => {
    for (const index of ends) open.delete(index);
    return open.size === 0;
  });
}
