// Lists, which may also be written as one comma-separated string.

import { z } from 'zod';

/** Splits `a, b,,c` into `a`, `b`, `c`. */
export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A list of `item`; a string is split at its commas, as is a string within the list; empty strings are dropped. */
export function list<Item extends z.ZodType>(item: Item): z.ZodPreprocess<z.ZodArray<Item>> {
  const split = (entry: unknown): readonly unknown[] =>
    typeof entry === 'string' ? splitList(entry) : [entry];
  return z.preprocess(
    (raw) => (typeof raw === 'string' ? splitList(raw) : Array.isArray(raw) ? raw.flatMap(split) : raw),
    z.array(item),
  );
}
