// One line of a model list, as any dialect would tell it.

/** Limits are in tokens, and undefined where the provider's list does not tell them. */
export interface ModelEntry {
  /** Bare name, e.g. `gemini-3.8-flash`. */
  readonly id: string;
  readonly provider: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly inputTokenLimit?: number | undefined;
  readonly outputTokenLimit?: number | undefined;
  /** Gemini's words, e.g. `generateContent`, `embedContent`; undefined when unknown. */
  readonly methods?: readonly string[] | undefined;
}
