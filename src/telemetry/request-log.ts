// The one line that is written for each request. It holds no prompt and no answer unless bodies were asked for.

import type { Logger } from 'pino';
import type { Usage } from '../canon/usage.ts';
import type { AttemptRecord, CandidateRecord, SkipRecord } from './attempt-record.ts';
import { fastLinesOf } from './fast-lines.ts';
import type { ToldRequest } from './told-request.ts';

/** Bodies, messages and notes are as they came: whoever writes a record out redacts it. */
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
  /** Who went on with a stream that broke off, and how. */
  readonly resumed?: readonly string[] | undefined;
  readonly requestBytes?: number | undefined;
  readonly responseBytes?: number | undefined;
  /** Only when `logs.bodies` is on. */
  readonly bodies?:
    | { readonly request?: string | undefined; readonly response?: string | undefined }
    | undefined;
}

/** Writes exactly one line: `warn` for what the operator should look at (5xx, cut answers), else `info`. */
export function logRequest(logger: Logger, told: ToldRequest): void {
  const level = told.status >= 500 || told.outcome === 'truncated' ? 'warn' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const queue = fastLinesOf(logger);
  if (queue === undefined) logger[level](told.fields(), 'request');
  else queue.push(level, told, 'request');
}
