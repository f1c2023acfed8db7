// Tool names that a vendor takes, and back. Names of MCP tools are often too long or hold dots and slashes.
// Knows no vendor's rule.

import { createHash } from 'node:crypto';
import type { CanonRequest } from '../canon/request.ts';

/** What a vendor allows in a name. */
export interface ToolNameRule {
  readonly legal: RegExp;
  /** Characters that are not allowed anywhere; with the flag `g`. */
  readonly illegal: RegExp;
  /** Characters of the longest name. */
  readonly longest: number;
}

const HASH_LENGTH = 10;

/** The name itself where legal, else a legal one with a hash of the whole; a pure function of the name. */
export function legalToolName(name: string, rule: ToolNameRule): string {
  if (rule.legal.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  const plain = name.replaceAll(rule.illegal, '_');
  // Where a digit may not come first, an underscore may.
  const started = rule.legal.test(plain.slice(0, 1)) ? plain : `_${plain}`;
  return `${started.slice(0, rule.longest - HASH_LENGTH - 1)}_${hash}`;
}

/** The way back, for the tools of one request: what the model calls → the caller's own name, if it is one of them. */
export function originalToolNames(
  request: CanonRequest,
  toWire: (name: string) => string,
): ReadonlyMap<string, string> {
  const originals = new Map<string, string>();
  for (const tool of request.tools) {
    if (tool.type === 'function') originals.set(toWire(tool.name), tool.name);
  }
  return originals;
}
