// JSON that stands bare among server-sent events, or pretty-printed over many of their lines: how some servers tell of an
// error, or answer whole though a stream was asked for. Knows nothing of what it means.

import { tryParseJsonExact, type JsonValue } from '../lib/json.ts';

/**
 * Creates a reader of text that is no field of an event. `read` gets each value once it is complete and says whether it
 * could use it. Text that never becomes JSON is given up past `longest` characters.
 */
export function createBareJsonReader(
  longest: number,
  read: (value: JsonValue | undefined) => boolean,
): (text: string) => void {
  let held = '';
  return (text) => {
    const trimmed = text.replace(/^\uFEFF/u, '').trim();
    if (trimmed === '' || (held === '' && !/^[[{]/u.test(trimmed))) return;
    if (held.length + trimmed.length > longest) return;
    held += held === '' ? trimmed : `\n${trimmed}`;
    // What was held may have been rubbish that never becomes JSON.
    if (read(tryParseJsonExact(held)) || read(tryParseJsonExact(trimmed))) held = '';
  };
}

/** The lines of a frame that are no fields of a server-sent event. */
export function withoutFields(frame: string): string {
  return frame
    .split(/\r\n|\r|\n/u)
    .filter((line) => !/^(?:data|event|id|retry)?:|^(?:data|event|id|retry)$/u.test(line))
    .join('\n');
}
