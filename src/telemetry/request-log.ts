// The one line that is written for each request. It holds no prompt and no answer unless bodies were asked for.

import type { Logger } from 'pino';
import type { Usage } from '../canon/usage.ts';
import type { AttemptRecord, CandidateRecord, SkipRecord } from './attempt-record.ts';
import { fastLinesOf } from './fast-lines.ts';

export interface RequestRecord {
  readonly id: string;
  /** Unix milliseconds of its arrival. */
  readonly arrivedMs: number;
  /** The client's name, never its key. */
  readonly client: string;
  /** Route pattern, e.g. `/v1/chat/completions`. */
  readonly endpoint: string;
  readonly dialect: string;
  readonly modelAsked?: string | undefined;
  readonly modelGiven?: string | undefined;
  /** Says that another model serves than was asked for. */
  readonly note?: string | undefined;
  readonly provider?: string | undefined;
  readonly maskedKey?: string | undefined;
  readonly attempts: readonly AttemptRecord[];
  /** Targets of the plan, and those that were passed over. */
  readonly candidates?: readonly CandidateRecord[] | undefined;
  readonly skips?: readonly SkipRecord[] | undefined;
  /** `truncated`: the answer had begun and could not be finished. `cancelled`: the caller left. */
  readonly outcome: 'ok' | 'error' | 'cancelled' | 'truncated';
  /** HTTP status as sent. */
  readonly status: number;
  readonly errorCode?: string | undefined;
  /** What the client was told; redacted by the logger like everything else. */
  readonly errorMessage?: string | undefined;
  readonly usage?: Usage | undefined;
  /** Milliseconds until the first byte of the answer left for the client. */
  readonly ttfbMs?: number | undefined;
  readonly durationMs: number;
  readonly stream: boolean;
  readonly cache?: string | undefined;
  /** What the provider's format could not carry. */
  readonly loss?: readonly string[] | undefined;
  readonly requestBytes?: number | undefined;
  readonly responseBytes?: number | undefined;
  /** Only when `logs.bodies` is on. */
  readonly bodies?:
    | { readonly request?: string | undefined; readonly response?: string | undefined }
    | undefined;
}

/** Writes exactly one line: `warn` for what the operator should look at (5xx, cut answers), else `info`. */
export function logRequest(logger: Logger, record: RequestRecord): void {
  const level = record.status >= 500 || record.outcome === 'truncated' ? 'warn' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const fields = fieldsOf(record);
  const queue = fastLinesOf(logger);
  if (queue === undefined) logger[level](fields, 'request');
  else queue.push(level, fields, 'request');
}

function fieldsOf(record: RequestRecord): object {
  const { usage } = record;
  // One attempt that went well tells all there is.
  const told = record.attempts.length > 1 || (record.skips?.length ?? 0) > 0;
  return {
    id: record.id,
    client: record.client,
    endpoint: record.endpoint,
    dialect: record.dialect,
    model_asked: record.modelAsked,
    model: record.modelGiven,
    note: record.note,
    provider: record.provider,
    key: record.maskedKey,
    attempts: record.attempts.map(describeAttempt),
    candidates: told ? record.candidates?.map(({ provider, model }) => `${provider}/${model}`) : undefined,
    skipped: record.skips?.length === 0 ? undefined : record.skips,
    outcome: record.outcome,
    status: record.status,
    code: record.errorCode,
    error: record.errorMessage,
    tokens_in: usage?.inputTokens,
    tokens_out: usage?.outputTokens,
    tokens_cached: usage?.cachedInputTokens,
    tokens_reasoning: usage?.reasoningTokens,
    tokens_estimated: usage?.estimated,
    ttfb_ms: roundMs(record.ttfbMs),
    duration_ms: roundMs(record.durationMs),
    stream: record.stream,
    cache: record.cache,
    loss: record.loss?.length === 0 ? undefined : record.loss,
    bytes_in: record.requestBytes,
    bytes_out: record.responseBytes,
    bodies: record.bodies,
  };
}

/** What is usual is left out. */
function describeAttempt(attempt: AttemptRecord): object {
  const { provider, model, project, keyMasked, row, status, waitMs, firstByteMs } = attempt;
  return {
    provider,
    model,
    project,
    keyMasked,
    row,
    status,
    ms: Math.round(attempt.ms),
    ttfb_ms: firstByteMs === undefined ? undefined : Math.round(firstByteMs),
    wait_ms: waitMs < 1 ? undefined : Math.round(waitMs),
    repeated: attempt.repeated || undefined,
    affine: attempt.affine || undefined,
    probe: attempt.probe || undefined,
  };
}

function roundMs(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 10) / 10;
}
