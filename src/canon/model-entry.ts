// One line of a model list, as any dialect would tell it.

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
