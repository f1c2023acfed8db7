// The trail of a request in one line of visible ASCII, short enough for a header.

import type { AttemptRecord, SkipRecord } from '../telemetry/attempt-record.ts';
import type { RequestContext } from './request-context.ts';

/** Proxies take headers of a few kilobytes altogether. */
const MOST_CHARS = 1024;

/**
 * E.g. `gemini/gemini-3.8-flash key=AIzaSy...o_rA 429 quota_per_minute 12ms; gemini/gemini-3.8-flash key=AIzaSy...q_8Z
 * affine running`. The attempt whose answer this is still runs when the header is written. Cut at the end when too long.
 */
export function traceLine({ attempts, skips }: RequestContext): string {
  const steps = [...attempts.map(describeAttempt), ...skips.map(describeSkip)];
  const line = steps.join('; ').replaceAll(/[^\u0020-\u007e]/gu, '?');
  return line.length <= MOST_CHARS ? line : `${line.slice(0, MOST_CHARS - 3)}...`;
}

function describeAttempt(attempt: AttemptRecord): string {
  const { provider, model, keyMasked, row, status, waitMs, repeated, affine, probe } = attempt;
  const words = [`${provider}/${model}`, `key=${keyMasked}`];
  if (waitMs >= 1) words.push(`waited=${Math.round(waitMs)}ms`);
  if (repeated) words.push('repeated');
  if (affine) words.push('affine');
  if (probe) words.push('probe');
  if (status !== undefined) words.push(String(status));
  words.push(row);
  if (row !== 'running') words.push(`${Math.round(attempt.ms)}ms`);
  return words.join(' ');
}

function describeSkip({ provider, model, reason, waitedMs, untilMs }: SkipRecord): string {
  const waited = waitedMs === undefined ? '' : ` waited=${Math.round(waitedMs)}ms`;
  const until = untilMs === undefined ? '' : ` until=${new Date(untilMs).toISOString()}`;
  return `${provider}/${model} skipped: ${reason}${waited}${until}`;
}
