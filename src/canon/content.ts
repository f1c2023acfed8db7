// What a message is made of: ordered parts, the union of what the four dialects can say.

import type { JsonObject, JsonValue } from '../lib/json.ts';
import type { DialectName } from './dialect-name.ts';

/** Dialect-own fields that no other dialect knows, kept so that a round trip within one dialect loses nothing. */
export type Extras = Partial<Record<DialectName, JsonObject>>;

/**
 * An opaque token that proves what the model thought. It goes back, byte for byte, only to the vendor that made it:
 * another vendor answers 400.
 */
export interface Signature {
  readonly vendor: 'gemini' | 'anthropic' | 'openai';
  readonly value: string;
}

/** A caller's wish that everything up to here be kept in the provider's prompt cache. */
export interface CacheHint {
  readonly ttl?: string | undefined;
}

/** Where an answer's claim comes from. Offsets count UTF-16 code units in the part's text. */
export interface Citation {
  readonly url?: string | undefined;
  readonly title?: string | undefined;
  readonly citedText?: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  readonly raw?: JsonValue | undefined;
}

interface PartBase {
  readonly signature?: Signature | undefined;
  readonly cacheHint?: CacheHint | undefined;
  readonly extras?: Extras | undefined;
}

/** What was said. May be empty: some providers hang a signature on a text of nothing. */
export interface TextPart extends PartBase {
  readonly type: 'text';
  readonly text: string;
  readonly citations?: readonly Citation[] | undefined;
}

/** Bytes in place (base64), a URL for somebody to fetch, or a file that a provider holds. */
export type MediaSource =
  | { readonly type: 'inline'; readonly data: string }
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'file'; readonly fileId: string };

/** A picture, sound, film or document, from the caller or made by the model. */
export interface MediaPart extends PartBase {
  readonly type: 'media';
  readonly kind: 'image' | 'audio' | 'video' | 'document';
  /** As far as known, e.g. `image/png`; undefined when only a fetch would tell. */
  readonly mimeType?: string | undefined;
  readonly source: MediaSource;
  readonly name?: string | undefined;
  /** OpenAI `detail`, Gemini media resolution. */
  readonly detail?: 'low' | 'high' | 'auto' | 'original' | undefined;
}

/**
 * What the model thought, as far as its vendor shows it: `text` is often a summary, and empty where all is encrypted.
 */
export interface ReasoningPart extends PartBase {
  readonly type: 'reasoning';
  readonly text: string;
  /** Encrypted reasoning that only its vendor can read. */
  readonly redactedData?: string | undefined;
}

/** A call that the client is to run; what the provider runs itself is a `ServerToolPart`. */
export interface ToolCallPart extends PartBase {
  readonly type: 'tool-call';
  readonly id: string;
  /** False when the model gave no id and we made this one up: it must not be echoed to the model. */
  readonly idFromModel: boolean;
  readonly name: string;
  /** JSON text of an object; kept as text so that large integers keep their digits. */
  readonly argumentsJson: string;
}

/** What came of a call, in a turn of the user's. Results of parallel calls stand in one turn. */
export interface ToolResultPart extends PartBase {
  readonly type: 'tool-result';
  readonly callId: string;
  /** The tool's name where the dialect gives it; otherwise the call with `callId` tells. */
  readonly name?: string | undefined;
  readonly parts: readonly (TextPart | MediaPart)[];
  readonly isError: boolean;
}

/** A tool that the provider runs itself (web search, code execution), called or answered. */
export interface ServerToolPart extends PartBase {
  readonly type: 'server-tool';
  readonly phase: 'call' | 'result';
  readonly id: string;
  /** Vendor-neutral name: `web_search`, `web_fetch`, `code_execution`, else the vendor's own. */
  readonly name: string;
  readonly data: JsonValue;
}

/**
 * The model's own words for why it declines. Only OpenAI's wires tell them apart from text; elsewhere they are text.
 */
export interface RefusalPart extends PartBase {
  readonly type: 'refusal';
  readonly text: string;
}

/** Told apart by `type`. Their order counts: a proof of thought belongs to the place at which it came. */
export type ContentPart =
  | TextPart
  | MediaPart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | ServerToolPart
  | RefusalPart;
