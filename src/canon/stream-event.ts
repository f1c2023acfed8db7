// The events of a streamed answer, in canonical form. Parts open and close one at a time within a candidate:
// `<noun>-start`, any number of `<noun>-delta`, `<noun>-end`.

import type { JsonValue } from '../lib/json.ts';
import type { GatewayError } from '../errors/gateway-error.ts';
import type { Citation, MediaPart, ServerToolPart, Signature } from './content.ts';
import type { Finish } from './finish.ts';
import type { Usage } from './usage.ts';

/** What parsers emit and renderers take, in the order that `createGrammarGuard` checks. `candidate` counts from 0. */
export type StreamEvent =
  /** First, exactly once. */
  | {
      readonly type: 'answer-start';
      readonly id?: string | undefined;
      readonly model: string;
      readonly usage?: Usage | undefined;
    }
  | { readonly type: 'text-start'; readonly candidate: number }
  | {
      readonly type: 'text-delta';
      readonly candidate: number;
      readonly text: string;
      readonly logprobs?: JsonValue | undefined;
    }
  | { readonly type: 'text-citation'; readonly candidate: number; readonly citation: Citation }
  | { readonly type: 'text-end'; readonly candidate: number; readonly signature?: Signature | undefined }
  | { readonly type: 'reasoning-start'; readonly candidate: number }
  | { readonly type: 'reasoning-delta'; readonly candidate: number; readonly text: string }
  | {
      readonly type: 'reasoning-end';
      readonly candidate: number;
      readonly signature?: Signature | undefined;
      readonly redactedData?: string | undefined;
    }
  | {
      readonly type: 'tool-call-start';
      readonly candidate: number;
      readonly id: string;
      readonly idFromModel: boolean;
      readonly name: string;
      readonly signature?: Signature | undefined;
    }
  /** A piece of the JSON text of the arguments. */
  | { readonly type: 'tool-call-delta'; readonly candidate: number; readonly json: string }
  | { readonly type: 'tool-call-end'; readonly candidate: number }
  /** Parts that come whole. */
  | { readonly type: 'media'; readonly candidate: number; readonly part: MediaPart }
  | { readonly type: 'server-tool'; readonly candidate: number; readonly part: ServerToolPart }
  | { readonly type: 'refusal-delta'; readonly candidate: number; readonly text: string }
  /** Cumulative: the last one counts. */
  | { readonly type: 'usage'; readonly usage: Usage }
  /** Why a candidate ended: once for each. */
  | { readonly type: 'finish'; readonly candidate: number; readonly finish: Finish }
  /** Last of a sound stream: the provider confirmed every finish. */
  | { readonly type: 'answer-end' }
  /** Last of a broken one. Nothing may follow. */
  | { readonly type: 'error'; readonly error: GatewayError };

/** True for events that carry content to the caller: the first of them commits the answer to its route. */
export function isContentEvent(event: StreamEvent): boolean {
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'refusal-delta':
      return event.text !== '';
    case 'tool-call-start':
    case 'tool-call-delta':
    case 'media':
    case 'server-tool':
      return true;
    default:
      return false;
  }
}
