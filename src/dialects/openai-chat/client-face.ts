// OpenAI Chat Completions as clients speak it.

import type { ClientFace } from '../dialect.ts';
import { parseRequest } from './parse-request.ts';
import { renderAnswer } from './render-answer.ts';
import { renderOpenaiError, renderOpenaiStreamError } from './render-error.ts';
import { createStreamRenderer } from './render-stream.ts';

/** `POST /v1/chat/completions`. https://platform.openai.com/docs/api-reference/chat */
export const openaiChatClientFace: ClientFace = {
  name: 'openai-chat',
  streamContentType: 'text/event-stream',
  // A comment: every reader of server-sent events skips it.
  ping: ': ping\n\n',
  parseRequest,
  renderAnswer,
  createStreamRenderer,
  continueStream(context, delivered, place) {
    const renderer = createStreamRenderer({ ...context, place });
    for (const event of delivered) renderer.render(event);
    return renderer;
  },
  renderError: renderOpenaiError,
  renderStreamError: renderOpenaiStreamError,
};
