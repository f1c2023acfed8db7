// Canonical finish → finishReason and finishMessage.
// https://ai.google.dev/api/generate-content#FinishReason

import type { Finish, FinishKind } from '../../canon/finish.ts';
import type { JsonObject } from '../../lib/json.ts';
import { isFinishReason } from './finish-reason.ts';

/** Google says STOP for tool calls too. */
const reasons: Readonly<Record<FinishKind, string>> = {
  stop: 'STOP',
  'stop-sequence': 'STOP',
  'tool-calls': 'STOP',
  length: 'MAX_TOKENS',
  'content-filter': 'SAFETY',
  refusal: 'SAFETY',
  failed: 'OTHER',
};

/** The fields of a candidate. Google's own word, where it gave one, goes out as it came. */
export function renderFinish({ kind, raw, message }: Finish): JsonObject {
  const finishReason = raw !== undefined && isFinishReason(raw) ? raw : reasons[kind];
  return { finishReason, ...(message !== undefined && { finishMessage: message }) };
}
