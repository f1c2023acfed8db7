// Gemini's native API as clients speak it: Google's SDKs, its command line, plain curl.

import type { ClientFace } from '../dialect.ts';
import { parseGeminiRequest } from './parse-request.ts';
import { renderGeminiAnswer } from './render-answer.ts';
import { renderGeminiError, renderGeminiStreamError } from './render-error.ts';
import { createGeminiStreamRenderer, type GeminiStreamMode } from './render-stream.ts';

/** The client side for `alt=sse`. The door puts `model` and `stream`, which stand in the path, into the body. */
export const geminiClientFace: ClientFace = clientFace('sse', 'text/event-stream');

/** The client side for streams without `alt=sse`: one JSON array. */
export const geminiArrayClientFace: ClientFace = clientFace('array', 'application/json; charset=UTF-8');

function clientFace(mode: GeminiStreamMode, streamContentType: string): ClientFace {
  const createStreamRenderer = createGeminiStreamRenderer(mode);
  return {
    name: 'gemini',
    streamContentType,
    // A comment would reach the JSON parser of Google's Python SDK; white space harms nobody. An array that has not
    // begun has to begin with its bracket, so there is nothing to send before.
    ping: mode === 'sse' ? '\r\n' : '',
    parseRequest: parseGeminiRequest,
    renderAnswer: renderGeminiAnswer,
    createStreamRenderer,
    continueStream(context, delivered) {
      const renderer = createStreamRenderer(context);
      for (const event of delivered) renderer.render(event);
      return renderer;
    },
    renderError: renderGeminiError,
    renderStreamError: (error, requestId) => renderGeminiStreamError(error, mode, requestId),
  };
}
