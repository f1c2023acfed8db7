// Messages as traffic that passes through untouched.

import type { RelayFace } from '../dialect.ts';
import { inspectAnthropicEvent } from './inspect-event.ts';
import { parseAnthropicError } from './wire-error.ts';

/** The look at relayed messages. */
export const anthropicMessagesRelayFace: RelayFace = {
  name: 'anthropic-messages',
  inspectEvent: inspectAnthropicEvent,
  inspectAnswer: inspectAnthropicEvent,
  candidatesAsked: () => 1,
  parseError: parseAnthropicError,
};
