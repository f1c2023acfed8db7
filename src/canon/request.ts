// The canonical conversation request: what any dialect can ask of any model.

import type { JsonObject } from '../lib/json.ts';
import type { ContentPart, Extras, TextPart } from './content.ts';
import type { ImageWishes } from './image.ts';
import type { SpeechWishes } from './speech.ts';
import type { Tool, ToolChoice } from './tool.ts';
import type { TranscriptionWishes } from './transcription.ts';

/** One turn, its parts in the order in which they were said. */
export interface Message {
  /** `system` only for instructions given in mid-conversation; those at its head are in `CanonRequest.system`. */
  readonly role: 'user' | 'assistant' | 'system';
  readonly parts: readonly ContentPart[];
}

/**
 * The form that the answer's text must have: `json` leaves the shape to the model, `json-schema` gives it as JSON Schema.
 */
export type ResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json' }
  | {
      readonly type: 'json-schema';
      readonly schema: JsonObject;
      readonly name?: string | undefined;
      readonly description?: string | undefined;
      readonly strict?: boolean | undefined;
    };

/** Each undefined unless the caller set it: nothing is invented on the way. */
export interface Sampling {
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly seed?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  /** How many alternatives per token to report; 0 asks for the chosen tokens' alone. */
  readonly topLogprobs?: number | undefined;
  readonly candidateCount?: number | undefined;
}

/** `xhigh` and `max` mean: as much as the model has. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/**
 * How hard to think, in words or in tokens: renderers make of either what their model takes. Undefined is the model's
 * own way.
 */
export interface Reasoning {
  readonly effort?: ReasoningEffort | undefined;
  /** Token budget; 0 is off, -1 lets the model decide. */
  readonly budgetTokens?: number | undefined;
  /** Ask for readable summaries of the reasoning. */
  readonly includeSummary?: boolean | undefined;
}

/**
 * What a `ClientFace` parses out of a body, and a `ProviderFace` renders for its model. Undefined: the caller did not
 * say.
 */
export interface CanonRequest {
  readonly model: string;
  readonly system: readonly TextPart[];
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly toolChoice?: ToolChoice | undefined;
  readonly parallelToolCalls?: boolean | undefined;
  readonly responseFormat?: ResponseFormat | undefined;
  readonly sampling: Sampling;
  /** Ceiling on answer tokens, reasoning included. */
  readonly maxOutputTokens?: number | undefined;
  readonly stop: readonly string[];
  readonly reasoning?: Reasoning | undefined;
  /** What the answer may be made of; undefined leaves it to the model. */
  readonly outputModalities?: readonly ('text' | 'image' | 'audio')[] | undefined;
  /** With `image` in `outputModalities`. */
  readonly image?: ImageWishes | undefined;
  /** With `audio` in `outputModalities`. */
  readonly speech?: SpeechWishes | undefined;
  readonly transcription?: TranscriptionWishes | undefined;
  readonly stream: boolean;
  /** OpenAI `stream_options.include_usage`: a last usage chunk is wanted. */
  readonly includeUsage: boolean;
  /** The end user's opaque id. */
  readonly userId?: string | undefined;
  readonly extras?: Extras | undefined;
}
