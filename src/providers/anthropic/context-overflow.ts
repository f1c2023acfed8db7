// Anthropic's sentences for a prompt that is longer than the model's context.

const PROMPT = /^prompt is too long(?:: (\d+) tokens > (\d+) maximum)?/u;
const WITH_CEILING = /^input length and `max_tokens` exceed context limit: (\d+) \+ (\d+) > (\d+)/u;

/** True when a message is one of those sentences. */
export function isContextOverflow(message: string): boolean {
  return PROMPT.test(message) || WITH_CEILING.test(message);
}

/** Tokens asked for and allowed, where the sentence gives both. */
export function parseOverflowTokens(
  message: string,
): { readonly used: number; readonly allowed: number } | undefined {
  const prompt = PROMPT.exec(message);
  if (prompt?.[1] && prompt[2]) return { used: Number(prompt[1]), allowed: Number(prompt[2]) };
  const both = WITH_CEILING.exec(message);
  if (!both?.[1] || !both[2] || !both[3]) return undefined;
  return { used: Number(both[1]) + Number(both[2]), allowed: Number(both[3]) };
}
