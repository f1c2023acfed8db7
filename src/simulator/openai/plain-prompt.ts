// A bare text as the simulated model is asked it: no turns, no tools.
import type { Prompt } from '../simulated-mind.ts';

/** The prompt of an endpoint that knows no conversation. */
export function plainPrompt(
  text: string,
  limits: Pick<Prompt, 'stopSequences' | 'maxTokens' | 'huge'> = { stopSequences: [] },
): Prompt {
  return {
    lastUserText: text,
    media: [],
    toolResults: [],
    toolRounds: 0,
    tools: [],
    toolMode: 'none',
    jsonMode: false,
    thinks: false,
    ...limits,
  };
}
