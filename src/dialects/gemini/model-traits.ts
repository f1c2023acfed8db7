// What each family of Google's models can and cannot do, as data by name. The first pattern that fits rules.
// https://ai.google.dev/gemini-api/docs/thinking

/** Words of `thinkingConfig.thinkingLevel`, in lower case, least first. */
export type ThinkingLevel = 'minimal' | 'low' | 'medium' | 'high';

/** How a model is told how hard to think: by tokens (2.5), by a level (3 and later), or not at all. */
export type Thinking =
  | { readonly type: 'none' }
  /** Tokens; `canBeOff` when 0 is allowed below `min`. */
  | { readonly type: 'budget'; readonly min: number; readonly max: number; readonly canBeOff: boolean }
  /** Lowest first. */
  | { readonly type: 'level'; readonly levels: readonly ThinkingLevel[] };

/** What a model refuses is left out before it is asked, and named as a loss. */
export interface ModelTraits {
  readonly thinking: Thinking;
  /** Calls of a step must carry a thought signature: 3.x and later. */
  readonly needsSignatures: boolean;
  /** Google's own tools beside functions, media inside function responses, calls with ids: 3.x and later. */
  readonly mixedTools: boolean;
  readonly mediaInResponses: boolean;
  readonly callIds: boolean;
  /** A response format beside function tools. */
  readonly formatWithTools: boolean;
  readonly mediaDetail: boolean;
  readonly penalties: boolean;
  readonly systemInstruction: boolean;
}

const second: ModelTraits = {
  thinking: { type: 'none' },
  needsSignatures: false,
  mixedTools: false,
  mediaInResponses: false,
  callIds: false,
  formatWithTools: false,
  mediaDetail: false,
  penalties: true,
  systemInstruction: true,
};

const third: ModelTraits = {
  thinking: { type: 'level', levels: ['low', 'high'] },
  needsSignatures: true,
  mixedTools: true,
  mediaInResponses: true,
  callIds: true,
  formatWithTools: true,
  mediaDetail: true,
  penalties: false,
  systemInstruction: true,
};

const allLevels: Thinking = { type: 'level', levels: ['minimal', 'low', 'medium', 'high'] };

const table: readonly (readonly [RegExp, ModelTraits])[] = [
  [/embedding|^imagen|^veo|^lyria|^aqa/u, second],
  [/^gemma-[1-3]\b|^gemma-3n/u, { ...second, systemInstruction: false }],
  [/^gemma/u, second],
  [/^gemini-(?:1|2)\b.*-(?:image|tts|live|native-audio)/u, second],
  [/-(?:image|tts|live|native-audio|transcribe)\b/u, { ...third, thinking: { type: 'none' } }],
  [/^gemini-2\.5-pro/u, { ...second, thinking: { type: 'budget', min: 128, max: 32_768, canBeOff: false } }],
  [
    /^gemini-2\.5-flash-lite/u,
    { ...second, thinking: { type: 'budget', min: 512, max: 24_576, canBeOff: true } },
  ],
  [/^gemini-2\.5/u, { ...second, thinking: { type: 'budget', min: 1, max: 24_576, canBeOff: true } }],
  [/^gemini-[12]\b/u, second],
  [/^gemini-3\.[1-9]\d*-pro/u, { ...third, thinking: { type: 'level', levels: ['low', 'medium', 'high'] } }],
  [/^gemini-3\b.*-flash|^gemini-flash/u, { ...third, thinking: allLevels }],
];

/** The traits of a model; unknown names count as the newest generation with only the levels that all of it have. */
export function geminiTraits(model: string): ModelTraits {
  const name = model.replace(/^(?:models|tunedModels)\//u, '').toLowerCase();
  return table.find(([pattern]) => pattern.test(name))?.[1] ?? third;
}
