// DeepSeek. https://api-docs.deepseek.com/api/create-chat-completion

import { defineCompatible } from './define-compatible.ts';

/** A balance that is used up is 402: https://api-docs.deepseek.com/quick_start/error_codes */
export const deepseek = defineCompatible({
  name: 'deepseek',
  baseUrl: 'https://api.deepseek.com/v1',
  quirks: {
    textContent: 'text',
    media: [],
    dropped: ['parallel_tool_calls', 'seed', 'n', 'user'],
    // Turns with tool calls are refused without: https://api-docs.deepseek.com/guides/thinking_mode
    reasoningField: 'reasoning_content',
    effortField: 'thinking',
    efforts: ['low', 'high', 'max'],
    jsonSchema: false,
    jsonNeedsWord: true,
    // Strict tools need another base URL: https://api-docs.deepseek.com/guides/function_calling
    strictTools: false,
    maxStops: 16,
  },
  paths: { embeddings: undefined },
});
