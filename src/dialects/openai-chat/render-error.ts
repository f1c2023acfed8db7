// Errors as Chat Completions tells them, before the stream and inside it.

import type { GatewayError } from '../../errors/gateway-error.ts';
import type { WireError } from '../dialect.ts';
import { renderErrorObject, renderHttpError, type OverflowWords } from '../openai-error.ts';

const overflow: OverflowWords = {
  param: 'messages',
  sentence: ({ used, allowed }) =>
    `This model's maximum context length is ${allowed} tokens; your messages resulted in ${used} tokens.`,
};

/** A whole HTTP answer. */
export function renderOpenaiError(error: GatewayError, requestId: string): WireError {
  return renderHttpError(error, requestId, overflow);
}

/** The event that breaks a stream off: OpenAI's SDKs throw at an `error` field, and no `[DONE]` follows. */
export function renderOpenaiStreamError(error: GatewayError, _requestId: string): string {
  return `data: ${JSON.stringify({ error: renderErrorObject(error, overflow) })}\n\n`;
}
