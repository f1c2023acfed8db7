// The models of the simulated OpenAI, and of the compatible services that it stands in for.
import type { JsonObject } from '../../lib/json.ts';
import { splitModelName } from '../faults.ts';

const LISTED = [
  'gpt-5.2',
  'gpt-5.2-mini',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5-nano',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4o',
  'gpt-4o-mini',
  'o3',
  'o3-pro',
  'gpt-5.1-codex',
  'o4-mini',
  'text-embedding-3-small',
  'text-embedding-3-large',
  'text-embedding-ada-002',
  'gpt-3.5-turbo-instruct',
  'gpt-image-1',
  'dall-e-3',
  'gpt-4o-mini-tts',
  'tts-1',

  'whisper-1',
  'gpt-4o-transcribe',
  'omni-moderation-latest',
];
const NOT_SERVED = /^(?:gemini|gemma|claude)-|unknown|no-such|nonexistent/u;
const REASONING = /^(?:o\d|gpt-5)/u;

/** Names of other vendors and names that say so (`unknown`, `no-such`) do not exist; any other is some service's model. */
export function servesOpenaiModel(model: string): boolean {
  const { base, fault } = splitModelName(model);
  return fault !== undefined || !NOT_SERVED.test(base);
}

/** Models that think, and refuse `max_tokens` and other temperatures than 1. */
export function isReasoningModel(model: string): boolean {
  return REASONING.test(model);
}

/** False for models that only Responses has. https://platform.openai.com/docs/models */
export function speaksChat(model: string): boolean {
  return !/codex|-pro\b|deep-research|computer-use/u.test(model);
}

/** False for models that only Chat Completions has. */
export function speaksResponses(model: string): boolean {
  return !/-search-(?:preview|api)|gpt-audio|-audio-preview/u.test(model);
}

/** Numbers in a vector of this model. */
export function embeddingDimensions(model: string): number {
  return model.includes('large') ? 3072 : 1536;
}

/** A model as the model list shows it. */
export function describeOpenaiModel(id: string): JsonObject {
  return { id, object: 'model', created: 1_767_225_600, owned_by: 'system' };
}

/** The body of `GET /v1/models`. */
export function listOpenaiModels(): JsonObject {
  return { object: 'list', data: LISTED.map(describeOpenaiModel) };
}
