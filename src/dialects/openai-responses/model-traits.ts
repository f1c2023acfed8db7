// What OpenAI's models take and refuse, by their names. A model of unknown name is taken for a reasoning model that
// takes everything: compatible services bring any name.
// https://platform.openai.com/docs/guides/latest-model

/** What a model refuses is left out before it is asked, and named as a loss. */
export interface ModelTraits {
  /** Takes `reasoning`, and gives encrypted reasoning; others answer 400 to both. */
  readonly reasons: boolean;
  /** Takes `temperature` and `top_p` whatever its effort. */
  readonly samples: boolean;
}

const PLAIN = /^(?:.*\/)?(?:ft:)?(?:gpt-3|gpt-4|chatgpt|gpt-5[\d.]*-chat)/u;
const REASONING = /^(?:.*\/)?(?:ft:)?(?:o\d|gpt-[5-9]|codex)/u;

/** What is known of a model by its name. */
export function modelTraits(model: string): ModelTraits {
  const plain = PLAIN.test(model);
  return { reasons: !plain, samples: plain || !REASONING.test(model) };
}
