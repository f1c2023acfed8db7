// The fields that a request is described by, in its line of the log and wherever else it is told of.

import type { AttemptRecord, SkipRecord } from './attempt-record.ts';
import type { RequestRecord } from './request-log.ts';

/** What the log and the admin API say of a request. Names end in their units; what is not known is left out. */
export function requestFields(record: RequestRecord): object {
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
    skipped: record.skips?.length === 0 ? undefined : record.skips?.map(describeSkip),
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
    resumed: record.resumed?.length === 0 ? undefined : record.resumed,
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
    key: keyMasked,
    row,
    status,
    ms: Math.round(attempt.ms),
    ttfb_ms: firstByteMs === undefined ? undefined : Math.round(firstByteMs),
    wait_ms: waitMs < 1 ? undefined : Math.round(waitMs),
    repeated: attempt.repeated || undefined,
    affine: attempt.affine || undefined,
    probe: attempt.probe || undefined,
    beside: attempt.beside || undefined,
  };
}

function describeSkip({ provider, model, reason, waitedMs, untilMs, limit }: SkipRecord): object {
  const known = untilMs !== undefined && untilMs !== Infinity;
  return {
    provider,
    model,
    reason,
    wait_ms: waitedMs === undefined ? undefined : Math.round(waitedMs),
    until: known ? new Date(untilMs).toISOString() : undefined,
    limit,
  };
}

function roundMs(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 10) / 10;
}
