// Chat Completions as providers speak it.

import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { ProviderFace } from '../dialect.ts';
import { parseOpenaiAnswer } from './parse-answer.ts';
import { createOpenaiStreamParser } from './parse-stream.ts';
import { renderOpenaiRequest } from './render-request.ts';

const PREFILLS = { none: undefined, prefix: 'echo', 'continue-final': 'append' } as const;

/** `POST /chat/completions`, as one service takes it. https://platform.openai.com/docs/api-reference/chat */
export function createOpenaiChatProviderFace(quirks: ChatQuirks): ProviderFace {
  return {
    name: 'openai-chat',
    renderRequest: (request, context) => renderOpenaiRequest(request, context, quirks),
    parseAnswer: parseOpenaiAnswer,
    createStreamParser: createOpenaiStreamParser,
    prefill: () => PREFILLS[quirks.prefill ?? 'none'],
  };
}
