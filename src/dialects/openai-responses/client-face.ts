// OpenAI Responses as clients speak it.

import type { ClientFace } from '../dialect.ts';
import { continueStream } from './continue-stream.ts';
import { parseRequest } from './parse-request.ts';
import { renderAnswer } from './render-answer.ts';
import { renderError, renderStreamError } from './render-error.ts';
import { createStreamRenderer } from './render-stream.ts';

/** `POST /v1/responses`. https://platform.openai.com/docs/api-reference/responses */
export const openaiResponsesClientFace: ClientFace = {
  name: 'openai-responses',
  streamContentType: 'text/event-stream',
  // A comment: every reader of server-sent events skips it.
  ping: ': ping\n\n',
  parseRequest,
  renderAnswer,
  createStreamRenderer,
  continueStream,
  renderError,
  renderStreamError,
};
