// Tools that the caller offers, and how the model may choose among them.

import type { JsonObject } from '../lib/json.ts';
import type { CacheHint, Extras } from './content.ts';

/** A tool that the client runs: the model only asks for it, by a `ToolCallPart`. */
export interface FunctionTool {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string | undefined;
  /** JSON Schema of the arguments; undefined when the function takes none. */
  readonly parameters?: JsonObject | undefined;
  readonly strict?: boolean | undefined;
  readonly cacheHint?: CacheHint | undefined;
  readonly extras?: Extras | undefined;
}

/** A tool that the provider runs itself. */
export interface ServerTool {
  readonly type: 'server';
  /** `web_search`, `web_fetch`, `code_execution`, else the vendor's own name. */
  readonly name: string;
  readonly options: JsonObject;
  readonly extras?: Extras | undefined;
}

/** Told apart by `type`: who runs it decides what becomes of it where the target has no such tool. */
export type Tool = FunctionTool | ServerTool;

/** Undefined in a request is not `auto`: then nothing is said to the provider. */
export type ToolChoice =
  | { readonly type: 'auto' }
  | { readonly type: 'none' }
  /** Must call some tool; `names` narrows which. */
  | { readonly type: 'required'; readonly names?: readonly string[] | undefined }
  /** May call, but only these. */
  | { readonly type: 'allowed'; readonly names: readonly string[] };
