// Chat Completions as providers speak it.

import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { ProviderFace } from '../dialect.ts';
import { parseOpenaiAnswer } from './parse-answer.ts';
import { createOpenaiStreamParser } from './parse-stream.ts';
import { renderOpenaiRequest } from './render-request.ts';

/** Where Google's OpenAI-compatible clients keep its proofs. */
const GOOGLE_PROOF = '"thought_signature"';

const PREFILLS = { none: undefined, prefix: 'echo', 'continue-final': 'append' } as const;

/** `POST /chat/completions`, as one service takes it. https://platform.openai.com/docs/api-reference/chat */
export function createOpenaiChatProviderFace(quirks: ChatQuirks): ProviderFace {
  return {
    name: 'openai-chat',
    renderRequest: (request, context) => renderOpenaiRequest(request, context, quirks),
    parseAnswer: parseOpenaiAnswer,
    createStreamParser: createOpenaiStreamParser,
    // Only who speaks of proofs in this way may have made one.
    foreignProofs:
      quirks.reasoningField === 'reasoning_details' ? [GOOGLE_PROOF] : [GOOGLE_PROOF, '"reasoning_details"'],
    prefill: () => PREFILLS[quirks.prefill ?? 'none'],
  };
}
