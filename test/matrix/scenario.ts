// What is asked and answered in no vendor's words: the one spelling of a scenario from which each door says its own.

export interface Medium {
  readonly kind: 'image' | 'document' | 'audio';
  readonly mimeType: string;
  /** Base64. */
  readonly data: string;
}

export type Piece = string | Medium;

export interface Call {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface Result {
  readonly id: string;
  readonly name: string;
  readonly pieces: readonly Piece[];
}

export type Turn =
  | { readonly user: readonly Piece[] }
  | { readonly assistant: string }
  | { readonly calls: readonly Call[] }
  | { readonly results: readonly Result[] };

export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One request. */
export interface Saying {
  readonly system?: string;
  readonly turns: readonly Turn[];
  readonly tools?: readonly OfferedTool[];
  readonly search?: boolean;
  /** The documents are to be cited, where the door has a word for it. */
  readonly cites?: boolean;
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  readonly thinks?: boolean;
  /** The instructions are to be cached, where the door has a word for it. */
  readonly caches?: boolean;
}

/** One answer. */
export interface Heard {
  readonly text: string;
  readonly thoughts: string;
  readonly calls: readonly { readonly name: string; readonly args: unknown }[];
  /** `title <address>` of each citation. */
  readonly sources: readonly string[];
  readonly ended: 'stop' | 'tools' | 'length' | 'blocked' | 'not';
  /** Prompt tokens with those from a cache among them; answer tokens with those of thinking among them. */
  readonly usage: { readonly input: number; readonly output: number; readonly cached: number } | undefined;
}

/** What a feature of a request is called, by which a door tells that it has no words for it. */
export type Feature =
  | 'text'
  | 'tools'
  | 'result-image'
  | 'audio'
  | 'stop'
  | 'cache'
  | 'thinking'
  | 'search'
  | 'document-citations';
