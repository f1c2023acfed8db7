// Anthropic Messages as clients speak it: the Anthropic SDKs, Claude Code, plain curl.

import type { ClientFace } from '../dialect.ts';
import { parseRequest } from './parse-request.ts';
import { renderAnswer } from './render-answer.ts';
import { renderError, renderStreamError } from './render-error.ts';
import { createStreamBlockWriter } from './stream-block-writer.ts';
import { createStreamRenderer } from './render-stream.ts';
import { PING } from './stream-frame.ts';

/** The client side of the Messages dialect. */
export const anthropicMessagesClientFace: ClientFace = {
  name: 'anthropic-messages',
  streamContentType: 'text/event-stream; charset=utf-8',
  ping: PING,
  parseRequest,
  renderAnswer,
  createStreamRenderer: (context) => createStreamRenderer(context),
  continueStream(context, delivered, { block }) {
    if (block === undefined) return undefined;
    const blocks = createStreamBlockWriter();
    const renderer = createStreamRenderer(context, blocks);
    for (const event of delivered) renderer.render(event);
    // The provider may have begun blocks that are empty yet, or were.
    blocks.takeUp(block);
    return renderer;
  },
  renderError,
  renderStreamError,
};
