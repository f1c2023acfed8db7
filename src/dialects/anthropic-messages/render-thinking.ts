// Reasoning wishes → `thinking` and `output_config.effort`, in the form that the model takes.
// https://platform.claude.com/docs/en/build-with-claude/extended-thinking

import type { CanonRequest, Reasoning, ReasoningEffort } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ModelTraits } from './model-traits.ts';
import type { RenderScene } from './render-scene.ts';
import { forcesTool } from './render-tools.ts';

/** Less is refused. */
const LEAST_BUDGET = 1024;
/** What an effort leaves for the answer itself, of the ceiling. */
const ANSWER_SHARE = 0.25;

/** Token budgets that stand for an effort where the model takes tokens. */
const budgets: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 1024,
  low: 2048,
  medium: 8192,
  high: 24_576,
  xhigh: 48_000,
  max: Number.POSITIVE_INFINITY,
};

const ranks: readonly ReasoningEffort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** `thinking` as it is on the wire, and the word for `output_config.effort`; both may stand together. */
export interface RenderedThinking {
  readonly thinking?: JsonObject;
  readonly effort?: ReasoningEffort | undefined;
}

/** Renders the wish; empty when there is none, or the model cannot follow it. */
export function renderThinking(
  request: CanonRequest,
  { context, traits }: RenderScene,
  maxTokens: number,
): RenderedThinking {
  const { reasoning } = request;
  const { loss } = context;
  if (reasoning === undefined) return {};
  if (reasoning.effort === 'none' || (reasoning.effort === undefined && reasoning.budgetTokens === 0))
    return switchedOff(traits, loss);
  const effort = wireEffort(reasoning, traits);
  if (reasoning.effort === undefined && reasoning.budgetTokens === undefined) return {};
  if (traits.thinking === 'none') {
    loss.add('reasoning');
    return {};
  }
  if (forcesTool(request) && !traits.alwaysThinks) {
    loss.add('reasoning');
    return {};
  }
  if (wantsAdaptive(reasoning, traits)) {
    const display = wireDisplay(reasoning, traits);
    return { thinking: { type: 'adaptive', ...(display && { display }) }, effort };
  }
  const budget = tokenBudget(reasoning, maxTokens);
  if (budget === undefined || startsWithoutThinking(request)) {
    loss.add('reasoning');
    return { effort };
  }
  return { thinking: { type: 'enabled', budget_tokens: budget }, effort };
}

function switchedOff(traits: ModelTraits, loss: RenderScene['context']['loss']): RenderedThinking {
  if (traits.alwaysThinks) {
    loss.add('reasoning.none');
    return {};
  }
  return traits.thinking === 'none' ? {} : { thinking: { type: 'disabled' } };
}

function wantsAdaptive({ budgetTokens }: Reasoning, { thinking }: ModelTraits): boolean {
  if (thinking === 'adaptive') return true;
  return thinking === 'budget-or-adaptive' && (budgetTokens === undefined || budgetTokens < 0);
}

/** Newer models leave summaries out unless asked, older ones give them unless told not to. */
function wireDisplay({ includeSummary }: Reasoning, { hidesThinking }: ModelTraits): string | undefined {
  if (hidesThinking) return includeSummary === true ? 'summarized' : undefined;
  return includeSummary === false ? 'omitted' : undefined;
}

/** The next word up where the model lacks the one wished for; its highest where there is none above. */
function wireEffort(reasoning: Reasoning, { efforts, thinking }: ModelTraits): ReasoningEffort | undefined {
  const wished =
    reasoning.effort ?? (thinking === 'adaptive' ? effortOfBudget(reasoning.budgetTokens) : undefined);
  if (wished === undefined) return undefined;
  const rank = ranks.indexOf(wished);
  return efforts.find((effort) => ranks.indexOf(effort) >= rank) ?? efforts.at(-1);
}

function effortOfBudget(tokens: number | undefined): ReasoningEffort | undefined {
  if (tokens === undefined || tokens < 0) return undefined;
  if (tokens <= 4096) return 'low';
  return tokens <= 16_384 ? 'medium' : 'high';
}

/** At least 1024 and less than the ceiling; undefined where the ceiling is too low for any. */
function tokenBudget({ budgetTokens, effort }: Reasoning, maxTokens: number): number | undefined {
  if (maxTokens <= LEAST_BUDGET) return undefined;
  if (budgetTokens !== undefined && budgetTokens > 0)
    return Math.max(LEAST_BUDGET, Math.min(Math.round(budgetTokens), maxTokens - 1));
  const most = Math.max(LEAST_BUDGET, Math.floor(maxTokens * (1 - ANSWER_SHARE)));
  return Math.min(budgets[effort ?? 'medium'], most);
}

/**
 * True when the step under way was begun without thinking: a model with a budget refuses to take up a tool's result
 * when the turn that called the tool has no signed thinking at its head.
 */
function startsWithoutThinking({ messages }: CanonRequest): boolean {
  const asked = messages.findLastIndex(
    ({ role, parts }) => role !== 'assistant' && parts.some((part) => part.type !== 'tool-result'),
  );
  const answering = messages.slice(asked + 1).find(({ role }) => role === 'assistant');
  if (answering === undefined || !answering.parts.some((part) => part.type === 'tool-call')) return false;
  const [first] = answering.parts;
  return first?.type !== 'reasoning' || first.signature?.vendor !== 'anthropic';
}
