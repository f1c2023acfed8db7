// Retry counts under the names of an older gateway for Claude Code.

import type { Assignment } from './assignment.ts';
import type { EnvironmentReading, Variables } from './environment.ts';
import { showValue } from './show-value.ts';

/** Reads `MAX_RETRIES` and `MAX_STREAMING_RETRIES`. */
export function readRetryVariables(variables: Variables): EnvironmentReading {
  const assignments: Assignment[] = [];
  const notices: string[] = [];
  const problems: string[] = [];
  const count = (name: string): number | undefined => {
    const text = variables[name]?.trim() ?? '';
    if (text === '') return undefined;
    if (/^\d{1,3}$/u.test(text)) return Number(text);
    problems.push(`${name}: ${showValue(text, true)} is not allowed; allowed: a whole number from 0 to 999`);
    return undefined;
  };
  const retries = count('MAX_RETRIES');
  if (retries !== undefined) {
    assignments.push({ path: ['retry', 'max_attempts'], value: retries + 1, from: 'MAX_RETRIES' });
    notices.push(
      `MAX_RETRIES=${retries} is read as retry.max_attempts: ${retries + 1} (the first attempt counts)`,
    );
  }
  const streaming = count('MAX_STREAMING_RETRIES');
  if (streaming === 0 && (variables['STREAM_FAILOVER']?.trim() ?? '') === '') {
    assignments.push({ path: ['stream_failover'], value: 'fail_fast', from: 'MAX_STREAMING_RETRIES' });
    notices.push('MAX_STREAMING_RETRIES=0 is read as stream_failover: fail_fast');
  } else if (streaming !== undefined) {
    notices.push('MAX_STREAMING_RETRIES does nothing: streams obey retry.max_attempts and stream_failover');
  }
  return { assignments, notices, problems };
}
