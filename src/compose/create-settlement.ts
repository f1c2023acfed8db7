// Part of the composition root: what is done with a request once it is over, whatever became of it.

import type { Logger } from 'pino';
import { usageOfCut } from '../canon/usage-of-cut.ts';
import type { Settlement } from '../http/handle.ts';
import { GaplessList } from '../lib/gapless-list.ts';
import { shortText } from '../lib/short-text.ts';
import type { RequestContext } from '../pipeline/request-context.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { logRequest, type RequestRecord } from '../telemetry/request-log.ts';
import { ToldRequest } from '../telemetry/told-request.ts';
import type { TrailMemory } from '../telemetry/trail-memory.ts';

/** A client that left gets no status; the log uses nginx's number for it. */
const CLIENT_GONE = 499;

/** What a caller writes may be megabytes long; a line of the log must not be. */
const MAX_NAME_CHARS = 200;
const MAX_MESSAGE_CHARS = 2000;

/** The requests between `begin` and `settle`. */
export interface RequestsUnderWay {
  readonly size: number;
  /** Ends those, and all to come, with what their clients take for an error. */
  stop(): void;
}

/** Creates the settlement: metrics, one log line and one remembered trail for each request. */
export function createSettlement(tools: {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly trails: TrailMemory;
  readonly simulated: boolean;
}): Settlement & { readonly underWay: RequestsUnderWay } {
  const { metrics, logger, trails } = tools;
  const running = new GaplessList<RequestContext>();
  let stopped = false;
  return {
    simulated: tools.simulated,
    underWay: {
      get size() {
        return running.size;
      },
      stop() {
        stopped = true;
        running.forEach(({ sink }) => sink.stop());
      },
    },
    begin(context) {
      metrics.requestStarted();
      running.add(context);
      if (stopped) context.sink.stop();
    },
    settle(context) {
      if (context.settled) return;
      context.settled = true;
      running.delete(context);
      const gone = context.sink.gone && context.outcome !== 'truncated';
      if (gone) context.outcome = 'cancelled';
      const { cutPromptTokens, usage, writtenChars } = context;
      if (cutPromptTokens !== undefined) context.usage = usageOfCut(usage, cutPromptTokens, writtenChars);
      const status = gone ? CLIENT_GONE : context.sink.status;
      count(metrics, context, status);
      const told = new ToldRequest(recordOf(context, status));
      logRequest(logger, told);
      trails.remember(told);
    },
    reportDefect(error, requestId) {
      logger.error({ err: error, id: requestId }, 'defect');
    },
  };
}

function count(metrics: Metrics, context: RequestContext, status: number): void {
  metrics.requestFinished(context.endpoint, status, context.elapsedMs());
  if (context.provider === '') return;
  if (context.firstByteMs !== undefined) metrics.firstToken(context.provider, context.firstByteMs);
  if (context.usage !== undefined) metrics.tokens(context.provider, context.modelGiven, context.usage);
  if (context.loss.length > 0) metrics.loss(context.loss);
}

function recordOf(context: RequestContext, status: number): RequestRecord {
  const durationMs = context.elapsedMs();
  return {
    id: context.id,
    arrivedMs: Date.now() - durationMs,
    client: context.client.name,
    endpoint: context.endpoint,
    dialect: context.dialect,
    modelAsked: shorten(context.modelAsked, MAX_NAME_CHARS),
    modelGiven: shorten(context.modelGiven, MAX_NAME_CHARS),
    note: shorten(context.note, MAX_MESSAGE_CHARS),
    provider: context.provider || undefined,
    maskedKey: context.maskedKey || undefined,
    attempts: context.attempts,
    candidates: context.candidates,
    skips: context.skips,
    outcome: context.outcome,
    status,
    errorCode: context.errorCode,
    errorMessage: shorten(context.errorMessage, MAX_MESSAGE_CHARS),
    usage: context.usage,
    ttfbMs: context.firstByteMs,
    durationMs,
    stream: context.stream,
    cache: context.cache,
    loss: context.loss,
    resumed: context.resumed,
    responseBytes: context.sink.bytesWritten,
  };
}

/** Undefined for nothing. */
function shorten(text: string | undefined, maxChars: number): string | undefined {
  return text === undefined || text === '' ? undefined : shortText(text, maxChars);
}
