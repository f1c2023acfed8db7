// In what one service that speaks Chat Completions differs from the others, as data: its descriptor says it, the
// dialect's renderer obeys it. Neither knows the other.

import type { ReasoningEffort } from './request.ts';

/** Set in a service's descriptor: a wrong value costs the caller a 400, or drops a wish in silence. */
export interface ChatQuirks {
  readonly maxTokensField: 'max_completion_tokens' | 'max_tokens';
  readonly systemRole: 'system' | 'developer';
  /** `parts`: content may be an array of text parts. `text`: several texts are joined into one string. */
  readonly textContent: 'parts' | 'text';
  /** Kinds of media that messages may hold, and whether an image may be named by its address. */
  readonly media: readonly ('image' | 'image-url' | 'audio' | 'file' | 'video')[];
  /** Body fields that are refused or ignored; each that would have been sent is a loss. */
  readonly dropped: readonly string[];
  /** Body fields that have another name here, e.g. `seed` → `random_seed`. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Accepts `stream_options.include_usage`. */
  readonly streamUsage: boolean;
  /** Where what the model thought goes back, if it does. */
  readonly reasoningField?: 'reasoning_content' | 'reasoning' | 'reasoning_details' | undefined;
  /** How hard to think is said by `reasoning_effort`, OpenRouter's `reasoning`, or that and DeepSeek's switch `thinking`. */
  readonly effortField?: 'reasoning_effort' | 'reasoning' | 'thinking' | undefined;
  /** Models that may be told how hard to think; the others refuse it. Undefined: all. */
  readonly effortModels?: RegExp | undefined;
  /** The efforts that the service knows, least first; another one becomes the nearest of them. */
  readonly efforts: readonly ReasoningEffort[];
  /** Models that refuse `temperature` other than 1, `top_p`, penalties and `logprobs`. */
  readonly fixedSamplingModels?: RegExp | undefined;
  readonly topK: boolean;
  readonly tools: boolean;
  /** The word for "must call some tool". */
  readonly toolChoiceRequired: 'required' | 'any';
  /** Knows `tool_choice` of type `allowed_tools`; elsewhere only the allowed tools are sent. */
  readonly allowedTools: boolean;
  readonly strictTools: boolean;
  /** Knows free-text tools (`type: "custom"`). */
  readonly customTools: boolean;
  /** `nine`: ids of exactly nine letters and digits. */
  readonly callIds: 'any' | 'nine';
  /** Knows `response_format` of type `json_schema`; elsewhere it becomes `json_object`. */
  readonly jsonSchema: boolean;
  /** Refuses `json_object` unless the conversation holds the word "json". */
  readonly jsonNeedsWord: boolean;
  /** Most stop sequences in one request. */
  readonly maxStops: number;
  /** Models that take `web_search_options`. */
  readonly webSearchModels?: RegExp | undefined;
  /** Takes `cache_control` on text parts, for the models behind it that know it. */
  readonly cacheControl: boolean;
  /** Takes what only OpenAI's own clients say: `service_tier`, `verbosity`, `prompt_cache_key`, … */
  readonly openaiFields?: boolean | undefined;
  /** Takes `modalities` with `image`. */
  readonly imageOutput: boolean;
  /**
   * How the beginning of an answer is given: by a mark on the last message, or by asking for that message to be left
   * open. Undefined: nothing is documented, and a model that begins anew would say everything twice.
   */
  readonly prefill?: 'prefix' | 'continue-final' | undefined;
  /** A refusal of an earlier answer goes back as `refusal`; elsewhere as text. */
  readonly refusals: boolean;
}
