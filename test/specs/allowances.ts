// What is not held against a value, because the vendor's own file is wrong about it or leaves it to others.

import type { Vendor } from './spec-set.ts';

export interface Allowances {
  /** Null may stand for every field. */
  readonly nulls: boolean;
  /** Fields beside those that a schema names. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Fields may be missing, but for those that tell what an object is. */
  readonly lenient: boolean;
}

/** OpenAI sends null for fields that its file does not let be null. */
const NULLS: ReadonlySet<Vendor> = new Set(['openai']);

/** Thoughts, their proofs and pictures: OpenAI has no fields for them, compatible services have, and its SDKs hand them on. */
const THOUGHTS = ['reasoning_content', 'reasoning_details', 'extra_content', 'images'];

const FIELDS: Readonly<Record<Vendor, Allowances['fields']>> = {
  openai: {
    ChatCompletionResponseMessage: THOUGHTS,
    ChatCompletionStreamResponseDelta: [...THOUGHTS, 'annotations', 'audio'],
    ChatCompletionMessageToolCall: ['extra_content'],
    ChatCompletionMessageToolCallChunk: ['extra_content', 'custom'],
    // The service's own answers have them.
    Response: ['store', 'billing', 'frequency_penalty', 'presence_penalty'],
    ResponseTextDeltaEvent: ['obfuscation'],
    ResponseReasoningSummaryTextDeltaEvent: ['obfuscation'],
    ResponseFunctionCallArgumentsDeltaEvent: ['obfuscation'],
    // The service nests what its file has side by side.
    ResponseErrorEvent: ['error'],
  },
  anthropic: {
    Usage: ['output_tokens_details'],
    MessageDeltaUsage: ['output_tokens_details'],
  },
  gemini: {
    // As HTTP has it.
    Status: ['status'],
    UsageMetadata: ['trafficType', 'billablePromptUsage'],
  },
};

/** What is allowed a vendor. `lenient` is for recordings: what was added to a schema later is not missed in them. */
export function allowancesFor(vendor: Vendor, lenient: boolean): Allowances {
  return { nulls: NULLS.has(vendor), fields: FIELDS[vendor], lenient };
}

/** Mistakes that are none of the gateway's. `about` is what a mistake is told as. */
export const EXCEPTIONS: readonly { readonly about: RegExp; readonly reason: string }[] = [
  {
    about: /^openai Response.* \S*\/action\/(?:sources\/n\/)?type must be/u,
    reason: 'an item of OpenAI’s own, kept as OpenAI sent it: its file does not know all that it sends',
  },
  {
    about: /^openai CreateChatCompletionRequest: \/messages must/u,
    reason: 'the client sent a conversation without a word: its provider is to tell',
  },
  {
    about: /^openai CreateChatCompletionRequest: \/temperature must/u,
    reason: 'the client sent a temperature that its provider is to refuse',
  },
  {
    about: /^anthropic ErrorResponse: \/error\/type must be/u,
    reason: 'request_too_large is in Anthropic’s reference of errors and not in its file',
  },
];
