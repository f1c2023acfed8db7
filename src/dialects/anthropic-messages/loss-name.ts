// Names for what the canonical form cannot carry. They end up in a response header, so a caller's words are checked.

import { joinPath } from './field-reader.ts';

const HARMLESS = /^[\w.-]{1,64}$/u;

/** `messages.0.content.2:tool_addition` for a block, tool or option of a type that has no canonical form. */
export function lostType(path: string, type: unknown): string {
  return typeof type === 'string' && HARMLESS.test(type) ? `${path}:${type}` : path;
}

/** `speed` for a field that has no canonical form. */
export function lostField(path: string, name: string): string {
  return HARMLESS.test(name) ? joinPath(path, name) : joinPath(path, 'unknown_field');
}
