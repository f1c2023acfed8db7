// Everything that outlives one request, and one request within it. Handed to personas; owns nothing itself.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { CallLog } from './call-log.ts';
import type { FaultBook, SimulatedFault } from './faults.ts';
import type { KeyRing } from './keys.ts';
import type { PromptCache } from './prompt-cache.ts';
import type { QuotaMeter } from './quotas.ts';
import type { Reply } from './reply.ts';
import type { Script, ScriptBook } from './script.ts';
import type { OpenCall, PersonaName } from './simulated-call.ts';

/** `tokenDelayMs` is the pause before each piece of the stream that answers the call. */
export interface SimulatedWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: KeyRing;
  readonly quotas: QuotaMeter;
  readonly faults: FaultBook;
  readonly scripts: ScriptBook;
  readonly promptCache: PromptCache;
  readonly log: CallLog;
  readonly tokenDelayMs: (call: OpenCall) => number;
}

/** `path` is without the query; `call` is filled in on the way, and is what the log shows. */
export interface Exchange {
  readonly world: SimulatedWorld;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined when there is none or it is broken. */
  readonly body: unknown;
  readonly script: Script | undefined;
  readonly call: OpenCall;
}

/** One vendor. The server calls these in this order; the first reply ends it. */
export interface Persona {
  readonly name: PersonaName;
  /** Fills in operation, model, stream, key of `exchange.call`. */
  identify(exchange: Exchange): void;
  /** Refuses wrong credentials; fills in the project. */
  authenticate(exchange: Exchange): Reply | undefined;
  /** Acts out a fault that is an answer of the vendor's; undefined for faults of transport and streams. */
  faultReply(exchange: Exchange, fault: SimulatedFault): Reply | undefined;
  answer(exchange: Exchange, fault: SimulatedFault | undefined): Reply;
}
