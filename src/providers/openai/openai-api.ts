// Which of OpenAI's two APIs a conversation goes to: what its models speak, as data. Knows neither of the two formats.

import type { DialectName } from '../../canon/dialect-name.ts';

/** Chat Completions, or Responses. */
export type OpenaiApi = Extract<DialectName, 'openai-chat' | 'openai-responses'>;

/**
 * Models that Chat Completions answers 404 for: the Codex family, the professional and the deep-research ones, computer use.
 * https://platform.openai.com/docs/models, and `ResponsesOnlyModel` of https://github.com/openai/openai-openapi
 */
const RESPONSES_ONLY =
  /^(?:ft:)?(?:(?:gpt-[\d.]+-)?codex|o\d+(?:-mini)?-(?:pro|deep-research)|gpt-[\d.]+(?:-mini)?-(?:codex|pro|cyber|deep-research)|gpt-daybreak|computer-use)(?![a-z])/u;

/** Models that Responses refuses: those that search by themselves, those that hear and speak, and `o1-mini`. */
const CHAT_ONLY = /^(?:ft:)?(?:gpt-[\w.]+(?:-mini)?-search-|gpt-audio|gpt-[\w.]+(?:-mini)?-audio-|o1-mini)/u;

/** From GPT-5.4 on, Chat Completions refuses function tools unless the model is told not to think. */
const THINKS_WITH_TOOLS_ON_RESPONSES = /^(?:ft:)?gpt-(?:5\.(?:[4-9]|\d\d)|[6-9]|\d\d)(?!.*-chat)/u;

/** The API for a model and a door: the door's own where the model speaks both. */
export function openaiApiFor(model: string, door: DialectName | 'plain'): OpenaiApi {
  if (RESPONSES_ONLY.test(model)) return 'openai-responses';
  if (CHAT_ONLY.test(model)) return 'openai-chat';
  if (door === 'openai-chat' || door === 'openai-responses') return door;
  return THINKS_WITH_TOOLS_ON_RESPONSES.test(model) ? 'openai-responses' : 'openai-chat';
}
