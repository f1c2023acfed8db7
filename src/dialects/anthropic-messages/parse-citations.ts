// Citations on text blocks, as a client sends an earlier answer back → canonical citations.

import type { Citation } from '../../canon/content.ts';
import { asString, isObject, type JsonObject } from '../../lib/json.ts';

/**
 * The citations of a text block; undefined when there are none. Anthropic's offsets count within the cited document, not
 * within the text, so they stay in `raw`.
 */
export function parseCitations(block: JsonObject): readonly Citation[] | undefined {
  const list = block['citations'];
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.filter((citation) => isObject(citation)).map(parseCitation);
}

/** One citation; the block as it came stays in `raw`. */
export function parseCitation(citation: JsonObject): Citation {
  return {
    url: asString(citation['url']) ?? asString(citation['source']),
    title: asString(citation['title']) ?? asString(citation['document_title']),
    citedText: asString(citation['cited_text']),
    raw: citation,
  };
}
