// Google's sentence for a prompt that is longer than the model's context.

const SENTENCE =
  /^The input token count (?:\((\d+)\) )?exceeds the maximum number of tokens allowed \(?(\d+)\)?/u;

/** True when a message is that sentence. */
export function isContextOverflow(message: string): boolean {
  return SENTENCE.test(message);
}

/** Tokens sent and allowed, where the sentence gives both. */
export function parseOverflowTokens(
  message: string,
): { readonly used: number; readonly allowed: number } | undefined {
  const match = SENTENCE.exec(message);
  if (!match?.[1] || !match[2]) return undefined;
  return { used: Number(match[1]), allowed: Number(match[2]) };
}
