// The wire formats that Pollux speaks.

/** `openai-chat` and `openai-responses` are OpenAI's two APIs: dialects of their own, with one form of errors. */
export type DialectName = 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'gemini';
