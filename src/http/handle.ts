// From a request to the pipeline and back: one context, one sink, one settlement, errors in the door's dialect.

import { randomUUID } from 'node:crypto';
import { GatewayError } from '../errors/gateway-error.ts';
import { ClientSink } from '../pipeline/client-sink.ts';
import { describeHeaders, RequestContext, type Caller } from '../pipeline/request-context.ts';
import type { WireError } from '../dialects/dialect.ts';
import type { ReadRequest, Reply } from './direct-posts.ts';
import type { Door } from './door.ts';

/** `begin` and `settle` are called once each for a request, a refused one too. */
export interface Settlement {
  begin(context: RequestContext): void;
  settle(context: RequestContext): void;
  /** A defect of ours: the stack goes to the log, never to the client. */
  reportDefect(error: unknown, requestId: string): void;
  readonly simulated: boolean;
}

/** What the guards found out about a request before its body was read. */
export interface Admission {
  readonly requestId: string;
  readonly client: Caller;
  /** As the caller sent it. */
  readonly contentType?: string | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    admission: Admission;
  }
}

/** An id of the caller's is kept when it is harmless, so that one id follows a request through several systems. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.:-]{8,128}$/u.test(header) ? header : `req-${randomUUID()}`;
}

/** Serves one request whose door and endpoint are known. */
export async function handle(
  settlement: Settlement,
  door: Door,
  endpoint: string,
  request: Pick<ReadRequest, 'headers' | 'admission'>,
  reply: Reply,
  serve: (context: RequestContext) => Promise<void>,
): Promise<void> {
  reply.hijack();
  const { requestId, client } = request.admission;
  const context = new RequestContext(requestId, endpoint, door.dialect, client, new ClientSink(reply.raw));
  if (request.headers['x-pollux-trace'] !== undefined) context.wantsTrace = true;
  settlement.begin(context);
  try {
    await serve(context);
    if (context.sink.stopped) failStopped(settlement, door, context);
  } catch (error) {
    if (context.sink.stopped) failStopped(settlement, door, context);
    else fail(settlement, door, context, error);
  } finally {
    settlement.settle(context);
  }
}

/** Answers a request that no route took, or that a guard refused. */
export function refuse(
  settlement: Settlement,
  door: Door,
  endpoint: string,
  request: Pick<ReadRequest, 'headers' | 'admission'>,
  reply: Reply,
  error: unknown,
): void {
  reply.hijack();
  const { requestId, client } = request.admission;
  const context = new RequestContext(requestId, endpoint, door.dialect, client, new ClientSink(reply.raw));
  settlement.begin(context);
  fail(settlement, door, context, error);
  settlement.settle(context);
}

/** Whatever the work for this client has come to by being left off. */
function failStopped(settlement: Settlement, door: Door, context: RequestContext): void {
  context.outcome = context.firstByteMs === undefined ? 'error' : 'truncated';
  const why = 'This gateway is stopping, and this answer was not whole in time.';
  fail(settlement, door, context, new GatewayError('shutting_down', why));
}

function fail(settlement: Settlement, door: Door, context: RequestContext, error: unknown): void {
  const known = withoutForeignWords(door, context, toGatewayError(settlement, context, error));
  if (context.outcome === 'ok') context.outcome = 'error';
  context.errorCode = known.code;
  context.errorMessage = known.message;
  const { sink } = context;
  if (sink.headSent && context.failsByCut) {
    sink.cut();
    return;
  }
  if (sink.headSent) {
    sink.write(context.renderStreamError?.(known) ?? door.renderStreamError(known, context.id));
    sink.end();
    return;
  }
  const wire = renderWhole(door, known, context.id);
  sink.send(wire.status, { ...wire.headers, ...describeHeaders(context, settlement.simulated) }, wire.body);
}

/** A provider's own words suit only callers who speak its dialect. */
function withoutForeignWords(door: Door, context: RequestContext, error: GatewayError): GatewayError {
  const { providerBody, providerStatus: _, ...options } = error.options;
  if (providerBody === undefined || context.providerDialect === door.dialect) return error;
  return new GatewayError(error.code, error.message, { ...options, status: error.status });
}

/** What a provider says about the caller's mistake goes out as it came. */
function renderWhole(door: Door, error: GatewayError, requestId: string): WireError {
  const { providerBody: body, providerStatus: status } = error.options;
  if (error.entry.fault !== 'caller' || body === undefined || status === undefined) {
    return door.renderError(error, requestId);
  }
  return { status, headers: { 'content-type': 'application/json' }, body };
}

function toGatewayError(settlement: Settlement, context: RequestContext, error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  settlement.reportDefect(error, context.id);
  return new GatewayError('internal', `Something in the gateway failed (request ${context.id}).`);
}
