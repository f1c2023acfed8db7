// Responses as traffic that passes through untouched.

import type { RelayFace } from '../dialect.ts';
import { inspectEvent } from './inspect-event.ts';
import { parseWireError } from './wire-error.ts';

/** The look at relayed responses. */
export const openaiResponsesRelayFace: RelayFace = {
  name: 'openai-responses',
  inspectEvent,
  inspectAnswer: inspectEvent,
  candidatesAsked: () => 1,
  parseError: parseWireError,
};
