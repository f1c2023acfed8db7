// Canonical citations → Anthropic's.

import type { Citation } from '../../canon/content.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';

const ANTHROPIC_TYPE = /^(?:char|page|content_block|web_search_result|search_result)_location$/u;
const LONGEST_TITLE = 512;

/** Undefined where Anthropic has no form for it: a source without a URL that is none of its own documents. */
export function renderCitation(citation: Citation): JsonObject | undefined {
  const { raw, url, title, citedText } = citation;
  if (isObject(raw) && typeof raw['type'] === 'string' && ANTHROPIC_TYPE.test(raw['type'])) return raw;
  if (url === undefined) return undefined;
  return {
    type: 'web_search_result_location',
    url,
    title: title?.slice(0, LONGEST_TITLE) ?? null,
    cited_text: citedText ?? '',
    encrypted_index: '',
  };
}
