// Tool names as Google takes them, and back. Names of MCP tools are often too long or hold slashes.
// https://ai.google.dev/api/caching#FunctionDeclaration

import { createHash } from 'node:crypto';
import type { CanonRequest } from '../../canon/request.ts';

const LEGAL = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/u;
const LONGEST = 64;
const HASH_LENGTH = 10;

/** The name itself where legal, else a legal one with a hash of the whole; a pure function of the name. */
export function geminiToolName(name: string): string {
  if (LEGAL.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  const plain = name.replaceAll(/[^a-zA-Z0-9_.:-]/gu, '_');
  const started = /^[a-zA-Z_]/u.test(plain) ? plain : `_${plain}`;
  return `${started.slice(0, LONGEST - HASH_LENGTH - 1)}_${hash}`;
}

/** Models now and then write a tool's name as it stands in their own prompt. */
const STRAY_PREFIX = /^default_api[.:]/u;

/** The way back, for the tools of one request: what the model calls → the caller's own name. */
export function createToolNameReader(request: CanonRequest): (wireName: string) => string {
  const originals = new Map<string, string>();
  for (const tool of request.tools) {
    if (tool.type === 'function') originals.set(geminiToolName(tool.name), tool.name);
  }
  return (wireName) => {
    const known = originals.get(wireName);
    if (known !== undefined) return known;
    return originals.get(wireName.replace(STRAY_PREFIX, '')) ?? wireName;
  };
}
