// Anthropic Messages as clients speak it: the Anthropic SDKs, Claude Code, plain curl.

import type { ClientFace } from '../dialect.ts';
import { parseRequest } from './parse-request.ts';
import { renderAnswer } from './render-answer.ts';
import { renderError, renderStreamError } from './render-error.ts';
import { createStreamRenderer } from './render-stream.ts';
import { PING } from './stream-frame.ts';

/** The client side of the Messages dialect. */
export const anthropicMessagesClientFace: ClientFace = {
  name: 'anthropic-messages',
  streamContentType: 'text/event-stream; charset=utf-8',
  ping: PING,
  parseRequest,
  renderAnswer,
  createStreamRenderer,
  renderError,
  renderStreamError,
};
