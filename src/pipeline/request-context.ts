// What is known of one client request while it is on its way; what the log line is made of at its end.

import type { DialectName } from '../canon/dialect-name.ts';
import type { Usage } from '../canon/usage.ts';
import type { AttemptRecord, CandidateRecord, SkipRecord } from '../telemetry/attempt-record.ts';
import type { Placed } from '../lib/gapless-list.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { ClientSink, HeaderMap } from './client-sink.ts';
import { traceLine } from './trace-line.ts';

/** Who asks, and what it may ask for. */
export interface Caller {
  readonly name: string;
  mayUse(model: string): boolean;
}

/** `truncated`: the answer had begun and could not be finished. `cancelled`: the client left first. */
export type RequestOutcome = 'ok' | 'error' | 'cancelled' | 'truncated';

/** Most requests pass over nothing. */
const NONE: readonly never[] = [];

/** Mutable on purpose: one object a request, filled on the way, read once at the end. */
export class RequestContext implements Placed {
  readonly id: string;
  readonly endpoint: string;
  readonly dialect: DialectName | 'plain';
  readonly client: Caller;
  readonly sink: ClientSink;
  readonly startedAt = performance.now();
  readonly attempts: AttemptRecord[] = [];
  /** The targets of the plan, and those of them that were passed over. */
  candidates: readonly CandidateRecord[] = NONE;
  skips: readonly SkipRecord[] = NONE;
  /** The client asked for the trail in a header. */
  wantsTrace = false;
  modelAsked = '';
  modelGiven = '';
  provider = '';
  /** What that provider speaks: its own words suit only clients that speak the same. */
  providerDialect = '';
  maskedKey = '';
  stream = false;
  /** The answer under way has no words for a failure (it is sound): its connection is cut instead. */
  failsByCut = false;
  note: string | undefined;
  /** The conversation that this request goes on with, where its keys hold prompt caches. */
  affinity: string | undefined;
  loss: readonly string[] = [];
  /** Who went on with a stream that had broken off, and how. */
  resumed: readonly string[] = [];
  cache: 'hit' | 'miss' | 'joined' | 'bypass' = 'bypass';
  /** As the provider told it. */
  usage: Usage | undefined;
  /** Set when an answer that was being made was left or broke: its prompt in tokens, as estimated. */
  cutPromptTokens: number | undefined;
  /** Of a stream's answer, about so much had come. */
  writtenChars = 0;
  outcome: RequestOutcome = 'ok';
  errorCode: string | undefined;
  errorMessage: string | undefined;
  firstByteMs: number | undefined;
  settled = false;
  place = -1;
  /** How a stream under way tells of its error, where that depends on what it has told before. */
  renderStreamError: ((error: GatewayError) => string | undefined) | undefined;

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

  /** Said again of a target that is looked at again, it is told once, with the time of all waits. */
  noteSkip(skip: SkipRecord): void {
    const same = this.skips.find(
      ({ provider, model, reason }) =>
        provider === skip.provider && model === skip.model && reason === skip.reason,
    );
    const others = this.skips.filter((one) => one !== same);
    const waitedMs = same?.waitedMs === undefined ? skip.waitedMs : same.waitedMs + (skip.waitedMs ?? 0);
    this.skips = [...others, { ...skip, waitedMs }];
  }

  /** Of `all`, those that are not among `kept`. */
  noteLeftOut(all: readonly CandidateRecord[], kept: readonly CandidateRecord[], reason: string): void {
    if (kept.length === all.length) return;
    for (const { provider, model } of all)
      if (!kept.some((one) => one.provider === provider && one.model === model))
        this.noteSkip({ provider, model, reason });
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
  // Where Anthropic's SDKs look for it.
  if (context.dialect === 'anthropic-messages') headers['request-id'] = context.id;
  if (context.attempts.length > 0) headers['x-pollux-attempts'] = context.attempts.length;
  if (context.provider !== '') headers['x-pollux-provider'] = context.provider;
  if (context.modelGiven !== '') headers['x-pollux-model'] = headerSafe(context.modelGiven);
  if (context.maskedKey !== '') headers['x-pollux-key'] = context.maskedKey;
  if (context.loss.length > 0) headers['x-pollux-loss'] = headerSafe(context.loss.join(', ')).slice(0, 1024);
  if (context.wantsTrace) headers['x-pollux-trace'] = traceLine(context);
  if (simulated) headers['x-pollux-simulator'] = 'true';
  return headers;
}

const UNSAFE = /[^\u0020-\u007e]/u;

/** Header values are visible ASCII: anything else could split the response or crash the writer. */
function headerSafe(text: string): string {
  return UNSAFE.test(text) ? text.replaceAll(/[^\u0020-\u007e]/gu, '?') : text;
}
