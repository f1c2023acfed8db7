// What an answer has used of which nobody saw the end: providers tell the tokens last.

import type { Usage } from './usage.ts';

/** English text and code run at about four characters a token in all vendors' tokenizers. */
const CHARS_PER_TOKEN = 4;

/** As far as the provider has told, and estimated beyond: `promptTokens` by us, `writtenChars` of the answer had come. */
export function usageOfCut(reported: Usage | undefined, promptTokens: number, writtenChars: number): Usage {
  const inputTokens = reported?.inputTokens ?? promptTokens;
  const outputTokens = Math.max(reported?.outputTokens ?? 0, Math.ceil(writtenChars / CHARS_PER_TOKEN));
  return {
    ...reported,
    inputTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    estimated: true,
  };
}
