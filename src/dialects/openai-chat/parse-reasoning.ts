// How hard to think: OpenAI's `reasoning_effort`, and the words that compatible services and Google's own
// OpenAI-compatible endpoint use for the same. https://ai.google.dev/gemini-api/docs/openai

import type { Loss } from '../../canon/loss.ts';
import type { Reasoning, ReasoningEffort } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { readBoolean, readInteger, readObject, readString, refuse } from '../openai-field-reader.ts';

const efforts: readonly ReasoningEffort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** Parses every spelling; a more particular one wins. Undefined when the caller said nothing of it. */
export function parseReasoning(body: JsonObject, loss: Loss): Reasoning | undefined {
  const said: readonly Reasoning[] = [
    parseIncluded(body),
    { effort: readEffort(body, 'reasoning_effort', '') },
    parseReasoningObject(body),
    parseThinkingObject(body),
    parseGoogle(body, loss),
  ];
  const merged: { -readonly [Name in keyof Reasoning]: Reasoning[Name] } = {};
  for (const one of said) {
    // Effort and budget exclude each other: Google answers 400 to both.
    if (one.effort !== undefined) {
      merged.effort = one.effort;
      delete merged.budgetTokens;
    }
    if (one.budgetTokens !== undefined) {
      merged.budgetTokens = one.budgetTokens;
      delete merged.effort;
    }
    if (one.includeSummary !== undefined) merged.includeSummary = one.includeSummary;
  }
  // Clients of compatible services read `reasoning_content` whenever they asked for reasoning at all.
  if (merged.includeSummary === undefined && wantsReasoning(merged)) merged.includeSummary = true;
  return Object.keys(merged).length === 0 ? undefined : merged;
}

function wantsReasoning({ effort, budgetTokens }: Reasoning): boolean {
  return effort === undefined ? budgetTokens !== undefined && budgetTokens !== 0 : effort !== 'none';
}

function readEffort(from: JsonObject, name: string, at: string): ReasoningEffort | undefined {
  const value = readString(from, name, at)?.toLowerCase();
  if (value === undefined || value === 'default') return undefined;
  const effort = efforts.find((known) => known === value);
  if (effort === undefined) throw refuse(at + name, `one of ${efforts.join(', ')}`, value);
  return effort;
}

/** OpenRouter's older flag. */
function parseIncluded(body: JsonObject): Reasoning {
  return { includeSummary: readBoolean(body, 'include_reasoning') };
}

/** `reasoning: {effort | max_tokens, enabled, exclude}`. */
function parseReasoningObject(body: JsonObject): Reasoning {
  const reasoning = readObject(body, 'reasoning');
  if (reasoning === undefined) return {};
  const at = 'reasoning.';
  if (readBoolean(reasoning, 'enabled', at) === false) return { effort: 'none' };
  const exclude = readBoolean(reasoning, 'exclude', at);
  const summary = readString(reasoning, 'summary', at);
  return {
    effort: readEffort(reasoning, 'effort', at),
    budgetTokens: readInteger(reasoning, 'max_tokens', 0, at),
    includeSummary: exclude === undefined ? (summary === undefined ? undefined : true) : !exclude,
  };
}

/** `thinking: {type, budget_tokens}` as DeepSeek, Z.ai and others take it. */
function parseThinkingObject(body: JsonObject): Reasoning {
  const thinking = readObject(body, 'thinking');
  if (thinking === undefined) return {};
  if (readString(thinking, 'type', 'thinking.') === 'disabled') return { effort: 'none' };
  return { budgetTokens: readInteger(thinking, 'budget_tokens', 0, 'thinking.') };
}

/** `extra_body.google.thinking_config`, which clients send with or without the wrapping. */
function parseGoogle(body: JsonObject, loss: Loss): Reasoning {
  const wrapped = readObject(body, 'extra_body');
  const at = wrapped === undefined ? 'google.' : 'extra_body.google.';
  const google =
    wrapped === undefined ? readObject(body, 'google') : readObject(wrapped, 'google', 'extra_body.');
  if (google === undefined) return {};
  for (const [name, value] of Object.entries(google)) {
    if (value !== null && name !== 'thinking_config' && /^\w{1,64}$/u.test(name)) loss.add(at + name);
  }
  const config = readObject(google, 'thinking_config', at);
  if (config === undefined) return {};
  const inside = `${at}thinking_config.`;
  return {
    effort: readEffort(config, 'thinking_level', inside),
    budgetTokens: readInteger(config, 'thinking_budget', -1, inside),
    includeSummary: readBoolean(config, 'include_thoughts', inside),
  };
}
