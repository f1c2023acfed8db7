// Tool names as Google takes them, and back.
// https://ai.google.dev/api/caching#FunctionDeclaration

import type { CanonRequest } from '../../canon/request.ts';
import { legalToolName, originalToolNames, type ToolNameRule } from '../tool-name.ts';

const rule: ToolNameRule = {
  legal: /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/u,
  illegal: /[^a-zA-Z0-9_.:-]/gu,
  longest: 64,
};

/** Models now and then write a tool's name as it stands in their own prompt. */
const STRAY_PREFIX = /^default_api[.:]/u;

/** The name itself where legal, else a legal one with a hash of the whole; a pure function of the name. */
export function geminiToolName(name: string): string {
  return legalToolName(name, rule);
}

/** The way back, for the tools of one request: what the model calls → the caller's own name. */
export function createToolNameReader(request: CanonRequest): (wireName: string) => string {
  const originals = originalToolNames(request, geminiToolName);
  return (wireName) =>
    originals.get(wireName) ?? originals.get(wireName.replace(STRAY_PREFIX, '')) ?? wireName;
}
