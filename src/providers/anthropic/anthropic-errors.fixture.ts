// Anthropic's error bodies, built from their parts. For tests only.

import type { Verdict } from '../verdict.ts';
import { judgeAnthropic } from './verdicts.ts';

export const same = (text: string) => text;

export function judge(
  status: number,
  type: string,
  message = 'Something.',
  headers: Record<string, string> = {},
): Verdict {
  const body = JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' });
  return judgeAnthropic({ type: 'answer', status, headers, body }, same);
}
