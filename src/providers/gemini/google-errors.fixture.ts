// Google's error bodies, built from their parts. For tests only.

import type { Verdict } from '../verdict.ts';
import { judgeGemini } from './verdicts.ts';

export const same = (text: string) => text;

export interface ErrorFields {
  readonly message?: string;
  readonly status?: string;
  readonly details?: readonly unknown[];
  readonly code?: number | string;
}

export function body({ code = 0, ...rest }: ErrorFields): string {
  return JSON.stringify({ error: { code, message: 'Something.', ...rest } });
}

export function judge(status: number, text: string, headers: Record<string, string> = {}): Verdict {
  return judgeGemini({ type: 'answer', status, headers, body: text }, same);
}

export function info(
  reason: string,
  metadata: Record<string, string> = {},
  domain = 'googleapis.com',
): object {
  return { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain, metadata };
}

export function quota(...violations: readonly (readonly [id: string, value?: string])[]): object {
  return {
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: violations.map(([quotaId, quotaValue]) => ({
      quotaMetric: quotaId.includes('Tokens') ? 'x/input_token_count' : 'x/requests',
      quotaId,
      quotaDimensions: { model: 'gemini-3.8-flash' },
      quotaValue,
    })),
  };
}

export function retry(retryDelay: string): object {
  return { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay };
}

export const RPM = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier';
export const RPD = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier';
export const TPM = 'GenerateContentInputTokensPerModelPerMinute-FreeTier';
export const TPD = 'GenerateContentInputTokensPerModelPerDay-FreeTier';
export const exhausted = 'RESOURCE_EXHAUSTED';

export interface Case {
  readonly name: string;
  readonly status: number;
  readonly error: ErrorFields;
  readonly expected: Partial<Verdict>;
}

export const dead = (reason: string) =>
  ({ effect: { kind: 'key_dead', reason }, fault: 'key', next: 'next_key', counts: false }) as const;
export const returned = { effect: { kind: 'none' }, fault: 'caller', next: 'return' } as const;

/** Each case as it comes: the error object, and the same in an array. */
export function judgeCase({ status, error }: Case): readonly Verdict[] {
  const text = body({ code: status, ...error });
  return [judge(status, text), judge(status, `[${text}]`)];
}
