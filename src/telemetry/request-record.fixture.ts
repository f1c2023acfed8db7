// One request that needed two attempts. For tests only.

import type { AttemptRecord } from './attempt-record.ts';
import type { RequestRecord } from './request-log.ts';

export function attemptOf(fields: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    provider: 'gemini',
    model: 'gemini-3.8-flash',
    keyMasked: 'AIzaSy...o_rA',
    project: 'p-17',
    atMs: 0,
    waitMs: 0,
    repeated: false,
    affine: false,
    probe: false,
    row: 'ok',
    status: undefined,
    firstByteMs: 320,
    ms: 340,
    ...fields,
  };
}

export function recordOf(fields: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: 'req-1',
    arrivedMs: Date.UTC(2026, 5, 15),
    client: 'web',
    endpoint: '/v1/messages',
    dialect: 'anthropic-messages',
    modelAsked: 'claude-sonnet',
    modelGiven: 'gemini-3.8-flash',
    provider: 'gemini',
    maskedKey: 'AIzaSy...o_rA',
    attempts: [
      attemptOf({
        keyMasked: 'AIzaSy...aaaa',
        row: 'quota_per_day',
        status: 429,
        firstByteMs: undefined,
        ms: 12,
      }),
      attemptOf({ waitMs: 250.4, affine: true }),
    ],
    candidates: [{ provider: 'gemini', model: 'gemini-3.8-flash' }],
    skips: [],
    outcome: 'ok',
    status: 200,
    usage: { inputTokens: 7, outputTokens: 9, reasoningTokens: 0 },
    ttfbMs: 341.257,
    durationMs: 900.04,
    stream: true,
    cache: 'bypass',
    loss: [],
    ...fields,
  };
}
