// Chat Completions as traffic that passes through untouched.

import { asNumber } from '../../lib/json.ts';
import type { RelayFace } from '../dialect.ts';
import { inspectChatChunk } from './inspect-chunk.ts';
import { parseWireError } from './wire-error.ts';

/** The look at relayed chat completions. */
export const openaiChatRelayFace: RelayFace = {
  name: 'openai-chat',
  inspectEvent: inspectChatChunk,
  inspectAnswer: inspectChatChunk,
  closingMark: '[DONE]',
  candidatesAsked: ({ n }) => asNumber(n) ?? 1,
  parseError: parseWireError,
};
