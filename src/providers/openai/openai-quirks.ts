// Chat Completions as OpenAI itself takes it: what the quirks of all other services are told as differences from.

import type { ChatQuirks } from '../../canon/chat-quirks.ts';

/** Models that do not reason. Whatever comes after them does, so that new names need no entry. */
const REASONS =
  /^(?!(?:ft:)?(?:gpt-3|gpt-4|chatgpt|gpt-audio|gpt-realtime)|.*-chat(?:-|$)|.*search-(?:preview|api))/u;

/** https://platform.openai.com/docs/api-reference/chat/create */
export const openaiQuirks: ChatQuirks = {
  maxTokensField: 'max_completion_tokens',
  systemRole: 'developer',
  textContent: 'parts',
  media: ['image', 'image-url', 'audio', 'file'],
  dropped: [],
  renamed: {},
  streamUsage: true,
  effortField: 'reasoning_effort',
  effortModels: REASONS,
  efforts: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'],
  fixedSamplingModels: REASONS,
  topK: false,
  tools: true,
  toolChoiceRequired: 'required',
  allowedTools: true,
  strictTools: true,
  customTools: true,
  callIds: 'any',
  jsonSchema: true,
  jsonNeedsWord: true,
  maxStops: 4,
  // Only these search: https://platform.openai.com/docs/guides/tools-web-search?api-mode=chat
  webSearchModels: /search-(?:preview|api)/u,
  cacheControl: false,
  openaiFields: true,
  imageOutput: false,
  refusals: true,
};
