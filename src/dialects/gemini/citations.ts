// Grounding and recitation metadata → citations. Google counts UTF-8 bytes, the canon UTF-16 code units.
// https://ai.google.dev/api/generate-content#GroundingMetadata

import type { Citation } from '../../canon/content.ts';
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import { wireNumber } from './wire-number.ts';

/** The citations that `groundingMetadata` gives for a text; a support that names no text of it has no offsets. */
export function groundingCitations(metadata: JsonObject, text: string): Citation[] {
  const sources = asArray(metadata['groundingChunks']).map(readSource);
  const bytes = Buffer.from(text);
  const citations: Citation[] = [];
  const used = new Set<number>();
  for (const item of asArray(metadata['groundingSupports'])) {
    const support = asObject(item);
    const segment = asObject(support?.['segment']) ?? {};
    const citedText = asString(segment['text']);
    const range = locate(
      text,
      bytes,
      wireNumber(segment['startIndex']) ?? 0,
      wireNumber(segment['endIndex']),
      citedText,
    );
    for (const at of asArray(support?.['groundingChunkIndices'])) {
      const index = wireNumber(at) ?? -1;
      const source = sources[index];
      if (!source) continue;
      used.add(index);
      citations.push({ ...source, ...(citedText !== undefined && { citedText }), ...range });
    }
  }
  // A source without a support still has to be shown.
  for (const [index, source] of sources.entries()) if (source && !used.has(index)) citations.push(source);
  return citations;
}

/** The citations that `citationMetadata` gives: passages that recite a source. */
export function recitationCitations(metadata: JsonObject, text: string): Citation[] {
  const bytes = Buffer.from(text);
  const list = asArray(metadata['citationSources'] ?? metadata['citations']);
  return list.flatMap((item) => {
    const source = asObject(item);
    if (!source) return [];
    const start = wireNumber(source['startIndex']) ?? 0;
    const range = locate(text, bytes, start, wireNumber(source['endIndex']), undefined);
    return [{ ...named('url', source['uri']), ...named('title', source['title']), ...range }];
  });
}

function readSource(chunk: unknown): Citation | undefined {
  const holder = asObject(chunk);
  const source =
    asObject(holder?.['web']) ?? asObject(holder?.['retrievedContext']) ?? asObject(holder?.['maps']);
  if (!source) return undefined;
  return { ...named('url', source['uri']), ...named('title', source['title']) };
}

function named<Name extends string>(name: Name, value: unknown): { readonly [K in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { readonly [K in Name]?: string }) : {};
}

interface Range {
  readonly start?: number;
  readonly end?: number;
}

function locate(
  text: string,
  bytes: Buffer,
  from: number,
  to: number | undefined,
  cited: string | undefined,
): Range {
  if (to === undefined || from < 0 || to < from) return {};
  if (to <= bytes.length) {
    const start = bytes.toString('utf8', 0, from).length;
    const end = start + bytes.toString('utf8', from, to).length;
    if (cited === undefined || text.slice(start, end) === cited) return { start, end };
  }
  // Offsets count from another part's beginning when the answer was cut into parts: the passage itself tells.
  const found = cited === undefined || cited === '' ? -1 : text.indexOf(cited);
  return found === -1 || cited === undefined ? {} : { start: found, end: found + cited.length };
}
