// Tool names as Chat Completions takes them, and back.
// https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools

import type { CanonRequest } from '../../canon/request.ts';
import { legalToolName, originalToolNames, type ToolNameRule } from '../tool-name.ts';

const rule: ToolNameRule = {
  legal: /^[a-zA-Z0-9_-]{1,64}$/u,
  illegal: /[^a-zA-Z0-9_-]/gu,
  longest: 64,
};

/** The name itself where legal, else a legal one with a hash of the whole; a pure function of the name. */
export function wireToolName(name: string): string {
  return legalToolName(name, rule);
}

/** The way back, for the tools of one request: what the model calls → the caller's own name. */
export function createToolNameReader(request: CanonRequest): (wireName: string) => string {
  const originals = originalToolNames(request, wireToolName);
  return (wireName) => originals.get(wireName) ?? wireName;
}
