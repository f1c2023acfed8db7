// Remembers the signatures of tool calls for clients whose dialect has no place for them: by client and call id,
// for a limited time and number.

import { LRUCache } from 'lru-cache';
import { wireCallId } from '../dialects/openai-chat/answer-id.ts';

/** `recall` is undefined for what was never told, is too old, or belongs to another client. */
export interface SignatureMemory {
  remember(client: string, callId: string, signature: string): void;
  recall(client: string, callId: string): string | undefined;
}

/** A conversation left alone for longer than this has lost its turn anyway. */
const TTL_MS = 6 * 60 * 60 * 1000;
const MAX_BYTES = 64 * 1024 * 1024;

/** Creates a memory bounded to 64 MB and six hours. */
export function createSignatureMemory(): SignatureMemory {
  const kept = new LRUCache<string, string>({
    maxSize: MAX_BYTES,
    ttl: TTL_MS,
    sizeCalculation: (value, key) => value.length + key.length + 64,
  });
  return {
    remember(client, callId, signature) {
      kept.set(`${client}\n${callId}`, signature);
      // A long id comes back in the short form that it was shown in.
      const shown = wireCallId(callId);
      if (shown !== callId) kept.set(`${client}\n${shown}`, signature);
    },
    recall: (client, callId) => kept.get(`${client}\n${callId}`),
  };
}
