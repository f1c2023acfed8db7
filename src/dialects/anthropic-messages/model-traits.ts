// What each generation of Anthropic's models can and cannot do, as data by name. Nothing here talks to anybody.
// https://platform.claude.com/docs/en/about-claude/models/overview

import type { ReasoningEffort } from '../../canon/request.ts';

/** What a model refuses is left out before it is asked, and named as a loss. */
export interface ModelTraits {
  /** `max_tokens` has to be sent: this much when the caller names none, and never more; undefined when not known. */
  readonly outputTokenLimit: number | undefined;
  /**
   * How the model may be told to think: not at all, by a token budget, by either, or only by leaving the amount to it.
   * https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking
   */
  readonly thinking: 'none' | 'budget' | 'budget-or-adaptive' | 'adaptive';
  /** Thinking cannot be switched off. */
  readonly alwaysThinks: boolean;
  /** Summaries come only when asked for. */
  readonly hidesThinking: boolean;
  /** Words of `output_config.effort`, lowest first; empty when the field is refused. */
  readonly efforts: readonly ReasoningEffort[];
  /** `both`: temperature and top_p may stand together; `one`: only one of them; `none`: any is a 400. */
  readonly sampling: 'both' | 'one' | 'none';
  /** `output_config.format` and strict tools. */
  readonly structuredOutput: boolean;
  /** The conversation may end with the beginning of the answer. */
  readonly prefill: boolean;
}

const third: ModelTraits = {
  outputTokenLimit: 4096,
  thinking: 'none',
  alwaysThinks: false,
  hidesThinking: false,
  efforts: [],
  sampling: 'both',
  structuredOutput: false,
  prefill: true,
};
const fourth: ModelTraits = { ...third, outputTokenLimit: 64_000, thinking: 'budget' };
const fourOne: ModelTraits = {
  ...fourth,
  outputTokenLimit: 32_000,
  sampling: 'one',
  structuredOutput: true,
};
const fourFive: ModelTraits = { ...fourOne, outputTokenLimit: 64_000 };
const fourSix: ModelTraits = {
  ...fourFive,
  thinking: 'budget-or-adaptive',
  efforts: ['low', 'medium', 'high', 'max'],
  prefill: false,
};
const newest: ModelTraits = {
  ...fourSix,
  outputTokenLimit: 128_000,
  thinking: 'adaptive',
  hidesThinking: true,
  efforts: ['low', 'medium', 'high', 'xhigh', 'max'],
  sampling: 'none',
};
/** A name that is not Anthropic's: some other server that speaks its dialect. */
const foreign: ModelTraits = { ...fourth, outputTokenLimit: undefined };

/** The first pattern that fits rules. */
const table: readonly (readonly [RegExp, ModelTraits])[] = [
  [/claude-(?:2|instant)/u, third],
  [/claude-3-7/u, fourth],
  [/claude-3-5/u, { ...third, outputTokenLimit: 8192 }],
  [/claude-3(?:-|$)/u, third],
  [/claude-opus-4(?:-0)?(?:-\d{8}|-latest)?$/u, { ...fourth, outputTokenLimit: 32_000 }],
  [/claude-sonnet-4(?:-0)?(?:-\d{8}|-latest)?$/u, fourth],
  [/claude-opus-4[-.]1/u, fourOne],
  [/claude-opus-4[-.]5/u, { ...fourFive, efforts: ['low', 'medium', 'high'] }],
  [/claude-\w+-4[-.]5/u, fourFive],
  [/claude-opus-4[-.]6/u, { ...fourSix, outputTokenLimit: 128_000 }],
  [/claude-\w+-4[-.]6/u, fourSix],
  [/claude-(?:fable|mythos)/u, { ...newest, alwaysThinks: true }],
  [/claude/u, newest],
];

/** The traits of a model. A Claude that is not in the table counts as the newest generation. */
export function anthropicTraits(model: string): ModelTraits {
  const name = model.toLowerCase();
  return table.find(([pattern]) => pattern.test(name))?.[1] ?? foreign;
}
