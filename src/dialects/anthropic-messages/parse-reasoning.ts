// `thinking` and `output_config.effort` → canonical reasoning.

import type { Loss } from '../../canon/loss.ts';
import type { Reasoning, ReasoningEffort } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readObject, readString, readWhole } from './field-reader.ts';
import { lostType } from './loss-name.ts';

const EFFORTS: readonly ReasoningEffort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** Undefined when the caller said nothing about reasoning. An effort or a mode that we do not know is only reported. */
export function parseReasoning(body: JsonObject, loss: Loss): Reasoning | undefined {
  const effort = parseEffort(readObject(body, 'output_config', ''), loss);
  const thinking = readObject(body, 'thinking', '');
  const byEffort = effort === undefined ? undefined : { effort };
  if (thinking === undefined) return byEffort;
  const includeSummary = readString(thinking, 'display', 'thinking') !== 'omitted';
  switch (thinking['type']) {
    case 'enabled':
      return {
        ...byEffort,
        budgetTokens: readWhole(thinking, 'budget_tokens', 'thinking', 0),
        includeSummary,
      };
    case 'adaptive':
      return { ...(byEffort ?? { budgetTokens: -1 }), includeSummary };
    case 'disabled':
      return { budgetTokens: 0 };
    default:
      loss.add(lostType('thinking', thinking['type']));
      return byEffort;
  }
}

function parseEffort(config: JsonObject | undefined, loss: Loss): ReasoningEffort | undefined {
  if (config === undefined) return undefined;
  const word = readString(config, 'effort', 'output_config');
  const effort = EFFORTS.find((known) => known === word);
  if (word !== undefined && effort === undefined) loss.add(lostType('output_config.effort', word));
  return effort;
}
