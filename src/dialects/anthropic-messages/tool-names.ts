// Tool names as Anthropic takes them, and back. Names of MCP tools are often too long or hold dots and slashes.
// https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use

import { createHash } from 'node:crypto';
import type { CanonRequest } from '../../canon/request.ts';

const LEGAL = /^[a-zA-Z0-9_-]{1,128}$/u;
const LONGEST = 128;
const HASH_LENGTH = 10;

/** The name itself where legal, else a legal one with a hash of the whole; a pure function of the name. */
export function anthropicToolName(name: string): string {
  if (LEGAL.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  const plain = name.replaceAll(/[^a-zA-Z0-9_-]/gu, '_');
  return `${plain.slice(0, LONGEST - HASH_LENGTH - 1)}_${hash}`;
}

/** The way back, for the tools of one request: what the model calls → the caller's own name. */
export function createToolNameReader(request: CanonRequest): (wireName: string) => string {
  const originals = new Map<string, string>();
  for (const tool of request.tools) {
    if (tool.type === 'function') originals.set(anthropicToolName(tool.name), tool.name);
  }
  return (wireName) => originals.get(wireName) ?? wireName;
}
