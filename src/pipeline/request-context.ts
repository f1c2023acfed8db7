// What is known of one client request while it is on its way; what the log line is made of at its end.

import type { DialectName } from '../canon/dialect-name.ts';
import type { Usage } from '../canon/usage.ts';
import type { ClientSink, HeaderMap } from './client-sink.ts';

/** One upstream attempt, for the log and the attempt trail. */
export interface AttemptTrace {
  readonly provider: string;
  readonly model: string;
  readonly key: string;
  /** The verdict's row, or `ok`, `gone`. */
  readonly row: string;
  readonly status?: number | undefined;
  readonly durationMs: number;
}

/** Who asks, and what it may ask for. */
export interface Caller {
  readonly name: string;
  mayUse(model: string): boolean;
}

export type RequestOutcome = 'ok' | 'error' | 'cancelled' | 'truncated';

/** Mutable on purpose: one object a request, filled on the way, read once at the end. */
export class RequestContext {
  readonly id: string;
  readonly endpoint: string;
  readonly dialect: DialectName | 'plain';
  readonly client: Caller;
  readonly sink: ClientSink;
  readonly startedAt = performance.now();
  readonly attempts: AttemptTrace[] = [];
  modelAsked = '';
  modelGiven = '';
  provider = '';
  /** What that provider speaks: its own words suit only clients that speak the same. */
  providerDialect = '';
  maskedKey = '';
  stream = false;
  note: string | undefined;
  /** The conversation that this request goes on with, where its keys hold prompt caches. */
  affinity: string | undefined;
  loss: readonly string[] = [];
  cache: 'hit' | 'miss' | 'joined' | 'bypass' = 'bypass';
  usage: Usage | undefined;
  outcome: RequestOutcome = 'ok';
  errorCode: string | undefined;
  errorMessage: string | undefined;
  firstByteMs: number | undefined;
  settled = false;

  constructor(
    id: string,
    endpoint: string,
    dialect: DialectName | 'plain',
    client: Caller,
    sink: ClientSink,
  ) {
    this.id = id;
    this.endpoint = endpoint;
    this.dialect = dialect;
    this.client = client;
    this.sink = sink;
  }

  elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  noteFirstByte(): void {
    this.firstByteMs ??= this.elapsedMs();
  }
}

/** The gateway's own response headers for what is known so far. */
export function describeHeaders(context: RequestContext, simulated: boolean): HeaderMap {
  const headers: HeaderMap = {
    'x-request-id': context.id,
    'x-pollux-cache': context.cache,
    'server-timing': `pollux;dur=${context.elapsedMs().toFixed(1)}`,
  };
  if (context.attempts.length > 0) headers['x-pollux-attempts'] = context.attempts.length;
  if (context.provider !== '') headers['x-pollux-provider'] = context.provider;
  if (context.modelGiven !== '') headers['x-pollux-model'] = headerSafe(context.modelGiven);
  if (context.maskedKey !== '') headers['x-pollux-key'] = context.maskedKey;
  if (context.loss.length > 0) headers['x-pollux-loss'] = headerSafe(context.loss.join(', ')).slice(0, 1024);
  if (simulated) headers['x-pollux-simulator'] = 'true';
  return headers;
}

/** Header values are visible ASCII: anything else could split the response or crash the writer. */
function headerSafe(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]/gu, '?');
}
