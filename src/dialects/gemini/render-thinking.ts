// Reasoning wishes → thinkingConfig: a budget for 2.5, a level for 3.x, never both (400), nothing for models that do not think.
// https://ai.google.dev/gemini-api/docs/thinking

import type { Loss } from '../../canon/loss.ts';
import type { Reasoning, ReasoningEffort } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Thinking, ThinkingLevel } from './model-traits.ts';

/** Token budgets that stand for an effort where the model takes tokens. */
const budgets: Readonly<Record<ReasoningEffort, number>> = {
  none: 0,
  minimal: 512,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: Number.POSITIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
};

const ranks: readonly ThinkingLevel[] = ['minimal', 'low', 'medium', 'high'];

/** The `thinkingConfig`; undefined when the caller wished nothing, or the model does not think. */
export function renderThinking(
  reasoning: Reasoning | undefined,
  thinking: Thinking,
  loss: Loss,
): JsonObject | undefined {
  if (!reasoning) return undefined;
  const { effort, budgetTokens, includeSummary } = reasoning;
  const asked =
    (effort !== undefined && effort !== 'none') || (budgetTokens !== undefined && budgetTokens !== 0);
  switch (thinking.type) {
    case 'none':
      if (asked) loss.add('reasoning');
      return undefined;
    case 'budget': {
      const budget = tokenBudget(reasoning, thinking, loss);
      const summary = includeSummary === true && budget !== 0;
      return notEmpty({
        ...(budget !== undefined && { thinkingBudget: budget }),
        ...(summary && { includeThoughts: true }),
      });
    }
    default: {
      const level = thinkingLevel(reasoning, thinking.levels, loss);
      const off = !asked && (effort !== undefined || budgetTokens !== undefined);
      const summary = includeSummary === true && !off;
      return notEmpty({
        ...(level && { thinkingLevel: level.toUpperCase() }),
        ...(summary && { includeThoughts: true }),
      });
    }
  }
}

type BudgetThinking = Extract<Thinking, { type: 'budget' }>;

function tokenBudget(
  { effort, budgetTokens }: Reasoning,
  model: BudgetThinking,
  loss: Loss,
): number | undefined {
  const wished = budgetTokens ?? (effort === undefined ? undefined : budgets[effort]);
  if (wished === undefined) return undefined;
  if (wished < 0) return -1;
  if (wished === 0) {
    if (model.canBeOff) return 0;
    loss.add('reasoning.none');
  }
  return Math.round(Math.min(Math.max(wished, model.min), model.max));
}

function thinkingLevel(
  reasoning: Reasoning,
  levels: readonly ThinkingLevel[],
  loss: Loss,
): ThinkingLevel | undefined {
  const wished = reasoning.effort ?? effortOfBudget(reasoning.budgetTokens);
  if (wished === undefined) return undefined;
  if (wished === 'none') loss.add('reasoning.none');
  const rank =
    wished === 'none' ? 0 : wished === 'xhigh' || wished === 'max' ? ranks.length - 1 : ranks.indexOf(wished);
  // The next level up where the model lacks the one wished for; its highest where there is none above.
  return levels.find((level) => ranks.indexOf(level) >= rank) ?? levels.at(-1);
}

function effortOfBudget(tokens: number | undefined): ReasoningEffort | undefined {
  if (tokens === undefined || tokens < 0) return undefined;
  if (tokens === 0) return 'none';
  if (tokens <= 4096) return 'low';
  return tokens <= 16_384 ? 'medium' : 'high';
}

function notEmpty(config: JsonObject): JsonObject | undefined {
  return Object.keys(config).length > 0 ? config : undefined;
}
