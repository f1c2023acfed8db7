// What a translating reader knows of an answer that has only begun.

import { expect, it } from 'vitest';
import { anthropicMessagesProviderFace } from '../dialects/anthropic-messages/provider-face.ts';
import { TranslatedReader } from './translated-reader.ts';

const begin = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5',
    content: [],
    stop_reason: null,
    usage: { input_tokens: 25, cache_read_input_tokens: 100, output_tokens: 1 },
  },
};

function readBeginning(): TranslatedReader {
  const reader = new TranslatedReader({
    face: anthropicMessagesProviderFace,
    request: {
      model: 'claude-sonnet-5',
      stream: true,
      system: [],
      messages: [],
      tools: [],
      sampling: {},
      stop: [],
      includeUsage: true,
    },
    renderer: { render: () => '' },
    estimatedTokens: 7,
    acceptEmpty: false,
    onSignature() {},
  });
  reader.push(Buffer.from(`event: message_start\ndata: ${JSON.stringify(begin)}\n\n`));
  return reader;
}

it('knows the prompt tokens that a provider tells when it begins, in case the answer is left', () => {
  expect(readBeginning().usage).toMatchObject({ inputTokens: 125, cachedInputTokens: 100, outputTokens: 1 });
});
