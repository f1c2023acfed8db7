// One front door: how it says a scenario, and how its clients read what comes back.

import type { DialectName } from '../../src/canon/dialect-name.ts';
import type { Seen } from './seen.ts';
import type { Feature, Heard, Saying } from './scenario.ts';
import type { Frame, Json } from './wire.ts';

export interface Spoken {
  readonly path: string;
  readonly body: Json;
}

/** The end of a stream as its clients' SDKs take it. */
export type StreamEnd = 'well' | 'error' | 'broken';

export interface Door {
  readonly name: string;
  readonly dialect: DialectName;
  /** What the dialect has no words for. */
  readonly cannotSay: ReadonlySet<Feature>;
  say(saying: Saying, model: string, stream: boolean): Spoken;
  /** Reads a whole answer. */
  hear(answer: unknown): Heard;
  /** Puts a stream together as a client does: the answer that would have come whole, as far as it came. */
  fold(frames: readonly Frame[]): Json;
  endOf(frames: readonly Frame[]): StreamEnd;
  /** True when the body is an error as this vendor's own clients know it. */
  isError(body: unknown, status: number): boolean;
  /** What a provider of this dialect was asked. */
  see(body: unknown): Seen;
}
