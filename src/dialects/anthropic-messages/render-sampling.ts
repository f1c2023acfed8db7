// Sampling and ceilings → Anthropic's fields. What the model does not take is named as lost.
// https://platform.claude.com/docs/en/api/messages

import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import type { ModelTraits } from './model-traits.ts';
import type { RenderScene } from './render-scene.ts';

/** While it thinks, a model takes a top_p from here on only. */
const LEAST_THINKING_TOP_P = 0.95;

/** Sent where neither the caller nor anything known of the model says how much. */
const DEFAULT_MAX_TOKENS = 8192;

/** `max_tokens` must be sent: the caller's, else what the model is known to write at most. */
export function wireMaxTokens(
  { maxOutputTokens }: CanonRequest,
  { outputTokenLimit }: RenderRequestContext,
  traits: ModelTraits,
): number {
  const ceiling = outputTokenLimit ?? traits.outputTokenLimit;
  const wished = maxOutputTokens ?? ceiling ?? DEFAULT_MAX_TOKENS;
  return Math.max(1, Math.min(wished, ceiling ?? wished));
}

/** `temperature`, `top_p` and `top_k`, as far as the model takes them in this state. */
export function renderSampling(
  { sampling }: CanonRequest,
  { context: { loss }, traits }: RenderScene,
  thinks: boolean,
): JsonObject {
  const fields: JsonObject = {};
  const drop = (name: string): void => loss.add(name);
  const { temperature, topP, topK } = sampling;
  if (temperature !== undefined && temperature !== 1) {
    if (thinks || traits.sampling === 'none') drop('temperature');
    else {
      fields['temperature'] = Math.min(Math.max(temperature, 0), 1);
      if (fields['temperature'] !== temperature) drop('temperature');
    }
  } else if (temperature === 1 && traits.sampling !== 'none') fields['temperature'] = 1;
  if (topP !== undefined) {
    const alone = traits.sampling === 'both' || fields['temperature'] === undefined;
    const taken = traits.sampling !== 'none' && alone && (!thinks || topP >= LEAST_THINKING_TOP_P);
    if (taken) fields['top_p'] = topP;
    else if (topP !== 1) drop('top_p');
  }
  if (topK !== undefined) {
    if (thinks || traits.sampling === 'none') drop('top_k');
    else fields['top_k'] = topK;
  }
  reportForeign(sampling, drop);
  return fields;
}

/** What no model of Anthropic's knows. Zero penalties and one candidate are what it does anyway. */
function reportForeign(sampling: CanonRequest['sampling'], drop: (name: string) => void): void {
  if ((sampling.candidateCount ?? 1) > 1) drop('n');
  if (sampling.seed !== undefined) drop('seed');
  if ((sampling.presencePenalty ?? 0) !== 0) drop('presence_penalty');
  if ((sampling.frequencyPenalty ?? 0) !== 0) drop('frequency_penalty');
  if (sampling.topLogprobs !== undefined) drop('logprobs');
}
