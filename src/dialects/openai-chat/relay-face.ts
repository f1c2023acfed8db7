// Chat Completions as traffic that passes through untouched.

import { asNumber } from '../../lib/json.ts';
import type { RelayFace } from '../dialect.ts';
import { CLOSING_MARK, createStreamLook } from './create-stream-look.ts';
import { inspectChatChunk } from './inspect-chunk.ts';
import { parseWireError } from './wire-error.ts';

/** The look at relayed chat completions. */
export const openaiChatRelayFace: RelayFace = {
  name: 'openai-chat',
  inspectEvent: inspectChatChunk,
  inspectAnswer: inspectChatChunk,
  createStreamLook,
  closingMark: CLOSING_MARK,
  candidatesAsked: ({ n }) => asNumber(n) ?? 1,
  parseError: parseWireError,
};
