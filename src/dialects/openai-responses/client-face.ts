// OpenAI Responses as clients speak it.

import type { ClientFace } from '../dialect.ts';
import { continueStream } from './continue-stream.ts';
import { parseRequest } from './parse-request.ts';
import { renderAnswer } from './render-answer.ts';
import { renderError, renderStreamError } from './render-error.ts';
import { createStreamRenderer, type ResponseStreamRenderer } from './render-stream.ts';
import type { RenderAnswerContext } from '../dialect.ts';

/** Its stream renderers also tell the whole response, for keeping. */
interface ResponsesClientFace extends ClientFace {
  createStreamRenderer(context: RenderAnswerContext): ResponseStreamRenderer;
}

/** `POST /v1/responses`. https://platform.openai.com/docs/api-reference/responses */
export const openaiResponsesClientFace: ResponsesClientFace = {
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
