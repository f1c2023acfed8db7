// The wire formats that Pollux speaks.

export type DialectName = 'openai-chat' | 'openai-responses' | 'anthropic-messages' | 'gemini';
