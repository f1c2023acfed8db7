// Gathers the arguments of the tool calls of a stream, to tell whether each call is one that a client can run.

import { isObject, tryParseJson } from '../lib/json.ts';
import type { StreamEvent } from './stream-event.ts';

/** True for the JSON of an object, for `null`, and for nothing at all, which some models say for no arguments. */
export function areArguments(json: string): boolean {
  if (json === '') return true;
  const value = tryParseJson(json);
  return value === null || isObject(value);
}

/** Watches the calls of one answer. */
export class OpenArguments {
  /** By candidate: each has one call open at most. */
  readonly #open = new Map<number, string>();
  readonly #broken = new Set<number>();

  push(event: StreamEvent): void {
    switch (event.type) {
      case 'tool-call-start':
        this.#open.set(event.candidate, '');
        break;
      case 'tool-call-delta':
        this.#open.set(event.candidate, (this.#open.get(event.candidate) ?? '') + event.json);
        break;
      case 'tool-call-end':
        if (!areArguments(this.#open.get(event.candidate) ?? '')) this.#broken.add(event.candidate);
        this.#open.delete(event.candidate);
        break;
      default:
    }
  }

  /** True when the candidate made a call whose arguments are no JSON object. */
  isBroken(candidate: number): boolean {
    return this.#broken.has(candidate);
  }
}
