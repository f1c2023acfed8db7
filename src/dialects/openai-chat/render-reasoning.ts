// How hard to think → `reasoning_effort`, or the words that other services have for it.
// https://platform.openai.com/docs/api-reference/chat/create#chat-create-reasoning_effort

import type { CanonRequest, Reasoning, ReasoningEffort } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderScene } from './render-scene.ts';

const scale: readonly ReasoningEffort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** Token budgets up to these are the effort beside them; what lies above is `high`. */
const budgets: readonly (readonly [tokens: number, effort: ReasoningEffort])[] = [
  [0, 'none'],
  [512, 'minimal'],
  [4096, 'low'],
  [16_384, 'medium'],
];

/** The field; empty when the caller said nothing of it, or the model cannot be told. */
export function renderReasoning(request: CanonRequest, scene: RenderScene): JsonObject {
  const { quirks, context } = scene;
  const { reasoning } = request;
  if (reasoning === undefined) return {};
  if (quirks.effortField === 'reasoning') return renderObject(reasoning);
  const wished = wishedEffort(reasoning);
  if (wished === undefined) return {};
  if (quirks.effortField === undefined || quirks.effortModels?.test(context.model) === false) {
    // A model that does not think is what was asked for.
    if (wished !== 'none') context.loss.add('reasoning');
    return {};
  }
  if (quirks.effortField === 'thinking' && wished === 'none') return { thinking: { type: 'disabled' } };
  const effort = nearest(wished, quirks.efforts);
  if (effort === undefined) return {};
  if (wished === 'none' && effort !== 'none') context.loss.add('reasoning.none');
  const switched = quirks.effortField === 'thinking' ? { thinking: { type: 'enabled' } } : {};
  return { ...switched, reasoning_effort: effort };
}

/** OpenRouter's object takes effort or budget, and says whether to show the thoughts. */
function renderObject({ effort, budgetTokens, includeSummary }: Reasoning): JsonObject {
  const inner: JsonObject = {};
  if (effort === 'none' || budgetTokens === 0) inner['enabled'] = false;
  else if (effort !== undefined) inner['effort'] = effort === 'max' ? 'xhigh' : effort;
  else if (budgetTokens !== undefined && budgetTokens > 0) inner['max_tokens'] = budgetTokens;
  if (includeSummary === false) inner['exclude'] = true;
  return Object.keys(inner).length === 0 ? {} : { reasoning: inner };
}

function wishedEffort({ effort, budgetTokens }: Reasoning): ReasoningEffort | undefined {
  if (effort !== undefined) return effort;
  if (budgetTokens === undefined || budgetTokens < 0) return undefined;
  return budgets.find(([tokens]) => budgetTokens <= tokens)?.[1] ?? 'high';
}

/** The known effort that is nearest; of two equally near ones the greater. */
function nearest(wished: ReasoningEffort, known: readonly ReasoningEffort[]): ReasoningEffort | undefined {
  const place = scale.indexOf(wished);
  let best: ReasoningEffort | undefined;
  for (const effort of known) {
    // Off is none of the degrees: thinking that was asked for is not turned off.
    if (effort === 'none' && wished !== 'none') continue;
    const distance = Math.abs(scale.indexOf(effort) - place);
    if (best === undefined || distance <= Math.abs(scale.indexOf(best) - place)) best = effort;
  }
  return best;
}
