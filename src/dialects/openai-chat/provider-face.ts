// Chat Completions as providers speak it.

import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { ProviderFace } from '../dialect.ts';
import { parseOpenaiAnswer } from './parse-answer.ts';
import { createOpenaiStreamParser } from './parse-stream.ts';
import { renderOpenaiRequest } from './render-request.ts';

/** Where clients keep proofs: in Google's OpenAI-compatible form, and in OpenRouter's. */
const PROOFS: readonly string[] = ['"thought_signature"', '"reasoning_details"'];

const PREFILLS = { none: undefined, prefix: 'echo', 'continue-final': 'append' } as const;

/** `POST /chat/completions`, as one service takes it. https://platform.openai.com/docs/api-reference/chat */
export function createOpenaiChatProviderFace(quirks: ChatQuirks): ProviderFace {
  return {
    name: 'openai-chat',
    renderRequest: (request, context) => renderOpenaiRequest(request, context, quirks),
    parseAnswer: parseOpenaiAnswer,
    createStreamParser: createOpenaiStreamParser,
    // OpenAI makes none here; of a compatible service nobody knows whose models it asks.
    foreignProofs: quirks.openaiFields === true ? PROOFS : [],
    prefill: () => PREFILLS[quirks.prefill ?? 'none'],
  };
}
