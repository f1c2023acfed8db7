// The data of one server-sent event as JSON: sound, none at all, or broken. Knows nothing of what it means.

import type { JsonValue } from '../lib/json.ts';
import type { SseFrame } from '../lib/sse-decoder.ts';

/**
 * True for an event that was meant to say something and came damaged: JSON that does not parse, or bytes that are no
 * UTF-8. What it said is lost, so that the answer can no longer be whole. Words such as `ping` and `[DONE]` say nothing.
 */
export function isBrokenEvent(frame: SseFrame, parsed: JsonValue | undefined): boolean {
  if (frame.data === undefined) return false;
  return parsed === undefined ? /["{]/u.test(frame.data) : !frame.sound;
}

/** What the error of such a stream says. */
export const BROKEN_EVENT = 'The provider sent an event that is broken.';
