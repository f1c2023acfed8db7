// Differences between what a client said and what left for a provider that are nobody's mistake, each with its reason.

import { asArray, isObject } from '../../src/lib/json.ts';
import type { Difference } from './compare-meaning.ts';
import type { Explanation } from './explanation.ts';

/** Why what left may differ from what the client said; undefined when nothing explains it. `loss` is the answer's loss header. */
export function explainKept(difference: Difference, loss: string): Explanation | undefined {
  return RULES.find(({ applies }) => applies(difference, loss));
}

interface Rule extends Explanation {
  applies(difference: Difference, loss: string): boolean;
}

/** Tools of Anthropic's that the client runs: their schema is not in the request. */
const CLIENT_TOOL =
  /^(?:tool )?(?:computer|bash|text_editor|str_replace_(?:based_edit_tool|editor)|memory)(?:_\d+| schema| description)$/u;

const RULES: readonly Rule[] = [
  {
    reason: 'a tool that the client runs and Anthropic describes is declared as a function',
    same: true,
    applies: ({ aspect, expected, got }) =>
      (CLIENT_TOOL.test(aspect) && expected === undefined) ||
      (aspect === 'serverTools' &&
        asArray(got).length === 0 &&
        asArray(expected).every((name) => CLIENT_TOOL.test(String(name)))),
  },
  {
    reason: 'this model takes no JSON mode, or none beside tools: left out, and named in the loss header',
    same: false,
    applies: ({ aspect, got }, loss) =>
      aspect.startsWith('responseFormat') &&
      (got === false || got === undefined) &&
      loss.includes('response_format'),
  },
  {
    reason:
      'a tool of a provider’s own that the target does not have: left out, and named in the loss header',
    same: false,
    applies: ({ aspect, expected, got }, loss) =>
      aspect === 'serverTools' &&
      asArray(got).every((name) => asArray(expected).includes(name)) &&
      asArray(expected).every((name) => asArray(got).includes(name) || loss.includes('tools')),
  },
  {
    reason: 'a line that changes with every conversation and says nothing to the model is left out',
    same: true,
    applies: ({ aspect, expected, got }) =>
      aspect === 'system' &&
      typeof expected === 'string' &&
      expected.startsWith('x-anthropic-billing-header') &&
      expected.slice(expected.indexOf('\n') + 1) === got,
  },
  {
    reason: 'arguments of a call that are plain text stand under a name, for providers take an object',
    same: true,
    applies: ({ expected, got }) =>
      isObject(expected) &&
      isObject(got) &&
      expected['kind'] === 'call' &&
      expected['name'] === got['name'] &&
      typeof expected['args'] === 'string' &&
      isObject(got['args']) &&
      got['args']['value'] === expected['args'],
  },
  {
    reason: 'blocks that a result of the target’s cannot hold are written out as text',
    same: true,
    applies: ({ expected, got }) =>
      isObject(expected) &&
      isObject(got) &&
      expected['kind'] === 'result' &&
      got['kind'] === 'result' &&
      wordsOf(expected['content']).every((word) => wordsOf(got['content']).join('\n').includes(word)),
  },
];

/** Fields that say what a block is, not what it holds. */
const LABELS = new Set(['type', 'citations', 'cache_control']);

/** All texts in a JSON value. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  return isObject(value)
    ? Object.entries(value).flatMap(([name, inner]) => (LABELS.has(name) ? [] : wordsOf(inner)))
    : [];
}
