// What a protocol cannot say at all. A difference between what a client said and what left is one of these only when the
// loss header names it, or when what left means the same.

import { asArray, asString, isObject } from '../../src/lib/json.ts';
import type { Difference } from './compare-meaning.ts';
import type { Explanation } from './explanation.ts';
import type { Meaning, MeaningPart } from './meaning.ts';
import type { ProtocolName } from './protocols.ts';

/** Media of a kind that the target does not take. */
export const LOST_MEDIA: Explanation = {
  reason: 'media that the target cannot look at: named in the loss header',
  same: false,
};

/** Why the target could not be told so; undefined when it could. */
export function explainLimit(
  difference: Difference,
  loss: readonly string[],
  target: ProtocolName,
): Explanation | undefined {
  const { aspect } = difference;
  const field = LOSS_NAMES[aspect.startsWith('responseFormat') ? 'responseFormat' : aspect];
  if (field !== undefined && difference.got !== difference.expected && loss.includes(field))
    return {
      reason: `${target} has no ${field} for this request: left out, and named in the loss header`,
      same: false,
    };
  const isMedium = isObject(difference.expected) && difference.expected['kind'] === 'media';
  if (
    isMedium &&
    difference.got === undefined &&
    loss.some((name) => /^(?:image|audio|video|document)$/u.test(name))
  )
    return LOST_MEDIA;
  return RULES.find(({ applies }) => applies(difference, target));
}

/** Media of kinds that the target cannot look at, taken out of what was said; the loss header names the kind. */
export function withoutLostMedia(said: Meaning, loss: readonly string[]): Meaning {
  const isLost = (part: MeaningPart): boolean =>
    (part.kind === 'media' && loss.includes(kindOf(part.mime))) ||
    (part.kind === 'file' &&
      loss.some((name) => /^(?:(?:image|document|audio|video)(?: file)?|file_id)$/u.test(name)));
  const turns = said.turns
    .map(({ role, parts }) => ({
      role,
      parts: parts.filter(
        (part, at) => !isLost(part) && !(isFileName(part) && isLost(parts[at + 1] ?? part)),
      ),
    }))
    .filter(({ parts }) => parts.length > 0);
  return { ...said, turns };
}

function isFileName(part: MeaningPart): boolean {
  return part.kind === 'text' && /^\S+\.\w{2,5}$/u.test(part.text);
}

/** Sentences that stand for media which the target cannot look at, taken out of what left. */
export function withoutStandIns(left: Meaning): Meaning {
  const isStandIn = (part: MeaningPart): boolean =>
    part.kind === 'text' && /^\[\w+(?: ".*")? left out: this model cannot take it\]$/u.test(part.text);
  const turns = left.turns
    .map(({ role, parts }) => ({ role, parts: parts.filter((part) => !isStandIn(part)) }))
    .filter(({ parts }) => parts.length > 0);
  return { ...left, turns };
}

function kindOf(mime: string): string {
  const family = mime.split('/')[0] ?? '';
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}

/** By aspect, as the loss header calls it. */
const LOSS_NAMES: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  seed: 'seed',
  stop: 'stop',
  thinking: 'reasoning',
  toolChoice: 'tool_choice',
  responseFormat: 'response_format',
};

interface Rule extends Explanation {
  applies(difference: Difference, target: ProtocolName): boolean;
}

const RULES: readonly Rule[] = [
  {
    reason: 'Anthropic cannot be asked without a ceiling: one that the client did not set is the model’s own',
    same: true,
    applies: ({ aspect, expected }, target) =>
      target === 'anthropic' && aspect === 'maxTokens' && expected === undefined,
  },
  {
    reason: 'OpenAI’s Responses takes no ceiling below 16',
    same: false,
    applies: ({ aspect, expected, got }, target) =>
      target === 'openai.responses' &&
      aspect === 'maxTokens' &&
      typeof expected === 'number' &&
      expected < 16 &&
      got === 16,
  },
  {
    reason: 'the default, which a thinking model takes no other than, is left unsaid',
    same: true,
    applies: ({ aspect, expected, got }) =>
      (aspect === 'temperature' || aspect === 'topP') && expected === 1 && got === undefined,
  },
  {
    reason: 'a model that does not think is not told not to',
    same: true,
    applies: ({ aspect, expected, got }) => aspect === 'thinking' && expected === false && got === undefined,
  },
  {
    reason: 'Anthropic has no list of allowed tools: only those that may be called are offered',
    same: true,
    applies: ({ aspect, expected, got }, target) =>
      target === 'anthropic' &&
      ((aspect === 'toolChoice' &&
        isObject(expected) &&
        asArray(expected['names']).length > 1 &&
        isObject(got) &&
        asArray(got['names']).length === 0) ||
        (aspect.startsWith('tool ') && got === undefined)),
  },
  {
    reason: 'the least that the client wants a model to think is the least that the target has',
    same: true,
    applies: ({ aspect, expected, got }) =>
      aspect === 'thinking' && (expected === 'least' || got === 'least') && expected !== undefined,
  },
  {
    reason: 'a grammar that only OpenAI can hold a model to is told in the tool’s description',
    same: true,
    applies: ({ aspect, expected, got }, target) =>
      target !== 'openai.responses' &&
      /^tool .* description$/u.test(aspect) &&
      typeof got === 'string' &&
      got.startsWith(asString(expected) ?? '') &&
      got.includes('grammar:'),
  },
  {
    reason: 'the bytes are believed before the label',
    same: true,
    applies: ({ expected, got }) =>
      isObject(expected) && isObject(got) && expected['kind'] === 'media' && expected['hash'] === got['hash'],
  },
  {
    reason: 'results of parallel calls go in the order of the calls',
    same: true,
    applies: ({ expected, got }) =>
      isObject(expected) &&
      isObject(got) &&
      expected['kind'] === 'result' &&
      got['kind'] === 'result' &&
      expected['name'] !== got['name'],
  },
  {
    reason: 'a document of plain text is told as text',
    same: true,
    applies: ({ expected, got }) =>
      isObject(expected) &&
      isObject(got) &&
      expected['kind'] === 'media' &&
      /^text\/|^application\/json$/u.test(asString(expected['mime']) ?? '') &&
      got['kind'] === 'text',
  },
];
