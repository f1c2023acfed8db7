// One request as the simulator saw it. Knows nothing of how it is answered.
import type { IncomingHttpHeaders } from 'node:http';

/** The vendor whose API a request speaks. */
export type PersonaName = 'gemini' | 'openai' | 'anthropic';

/** What a test may ask about a request that reached the simulator. */
export interface SimulatedCall {
  /** Milliseconds since the epoch, by the simulator's clock. */
  readonly at: number;
  readonly persona: PersonaName | undefined;
  /** The vendor's own word: `generateContent`, `chat.completions`, `messages` …; `unknown` for a path nobody serves. */
  readonly operation: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly key: string | undefined;
  readonly project: string | undefined;
  readonly model: string | undefined;
  /** HTTP status of the answer; 0 while none was sent. */
  readonly status: number;
  readonly stream: boolean;
  /** Name of the fault that was applied. */
  readonly fault: string | undefined;
  /** The client went away before the answer was complete. */
  readonly aborted: boolean;
  /** The parsed JSON body; undefined when it was not JSON, or when it has been dropped to bound memory. */
  readonly body: unknown;
  readonly rawBody: Buffer | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A call while it is being answered. */
export type OpenCall = { -readonly [Field in keyof SimulatedCall]: SimulatedCall[Field] };
