// Changes one top-level string of a JSON object without parsing or printing the rest: all other bytes stay as they are.

import { closingQuote } from './json-string.ts';

const QUOTE = 34;
const COLON = 58;

/**
 * The bytes with the top-level field `name` set to the string `value`; the same buffer when it already says so.
 * Undefined when there is no such field with a string in it. `bytes` must be valid JSON. Of several fields of one name
 * the last counts, as it does for every parser, so that one is changed.
 */
export function spliceString(bytes: Buffer, name: string, value: string): Buffer | undefined {
  const span = findString(bytes, name);
  if (span === undefined) return undefined;
  const printed = Buffer.from(JSON.stringify(value));
  if (bytes.subarray(span.start, span.end).equals(printed)) return bytes;
  return Buffer.concat([bytes.subarray(0, span.start), printed, bytes.subarray(span.end)]);
}

interface Span {
  /** Index of the opening quote. */
  readonly start: number;
  /** Index after the closing quote. */
  readonly end: number;
}

function findString(bytes: Buffer, name: string): Span | undefined {
  const wanted = Buffer.from(JSON.stringify(name));
  let depth = 0;
  let found: Span | undefined;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 123 || byte === 91) depth += 1;
    else if (byte === 125 || byte === 93) depth -= 1;
    if (byte !== QUOTE) continue;
    const end = closingQuote(bytes, at) + 1;
    const after = skipSpace(bytes, end);
    if (depth === 1 && bytes[after] === COLON && bytes.subarray(at, end).equals(wanted)) {
      const start = skipSpace(bytes, after + 1);
      found = bytes[start] === QUOTE ? { start, end: closingQuote(bytes, start) + 1 } : undefined;
    }
    at = end - 1;
  }
  return found;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && (bytes[at] ?? 0) <= 32) at += 1;
  return at;
}
