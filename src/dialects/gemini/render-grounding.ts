// Citations and searches → groundingMetadata. Google counts UTF-8 bytes, the canon UTF-16 code units.
// https://ai.google.dev/api/generate-content#GroundingMetadata

import type { Citation, ServerToolPart } from '../../canon/content.ts';
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';

/** One for each candidate, told of its parts in their order. */
export interface Grounding {
  /** A text part is whole: its citations count within it. */
  text(text: string, citations: readonly Citation[], partIndex: number): void;
  /** A search that the provider ran. */
  search(part: ServerToolPart): void;
  /** The metadata; undefined when there is nothing to say. */
  render(): JsonObject | undefined;
}

/** Gathers what one candidate's answer rests on. */
export function createGrounding(): Grounding {
  const queries: string[] = [];
  const chunks: JsonObject[] = [];
  const indices = new Map<string, number>();
  const supports: JsonObject[] = [];

  function chunkIndex({ url, title }: Citation): number | undefined {
    if (url === undefined) return undefined;
    const known = indices.get(url);
    if (known !== undefined) return known;
    indices.set(url, chunks.length);
    chunks.push({ web: { uri: url, ...(title !== undefined && { title }) } });
    return chunks.length - 1;
  }

  return {
    text(text, citations, partIndex) {
      for (const citation of citations) {
        const index = chunkIndex(citation);
        const { start, end } = citation;
        if (index === undefined || start === undefined || end === undefined) continue;
        const segment = {
          ...(partIndex > 0 && { partIndex }),
          startIndex: Buffer.byteLength(text.slice(0, start)),
          endIndex: Buffer.byteLength(text.slice(0, end)),
          text: text.slice(start, end),
        };
        supports.push({ segment, groundingChunkIndices: [index] });
      }
    },
    search({ name, phase, data }) {
      if (name !== 'web_search' || phase !== 'call') return;
      const said = asObject(data);
      const list = asArray(said?.['queries']).flatMap((query) => asString(query) ?? []);
      const only = asString(said?.['query']);
      queries.push(...(list.length > 0 || only === undefined ? list : [only]));
    },
    render() {
      if (queries.length === 0 && chunks.length === 0) return undefined;
      return {
        ...(queries.length > 0 && { webSearchQueries: queries }),
        ...(chunks.length > 0 && { groundingChunks: chunks }),
        ...(supports.length > 0 && { groundingSupports: supports }),
      };
    },
  };
}
