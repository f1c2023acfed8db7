// A grounded answer tells of its web search only in metadata: this makes the search call and its result of it, so that
// dialects with search blocks can show them.

import type { ServerToolPart } from '../../canon/content.ts';
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';

/**
 * A `web_search` call and result; none when no web search took place. `data` is `{query, queries}` for the call and a
 * list of `{type: 'web_search_result', url, title}` for the result. The ids are left empty: Google gave none.
 */
export function searchParts(metadata: JsonObject): ServerToolPart[] {
  const queries = asArray(metadata['webSearchQueries']).filter((query) => typeof query === 'string');
  const results = asArray(metadata['groundingChunks']).flatMap((chunk) => {
    const web = asObject(asObject(chunk)?.['web']);
    const url = asString(web?.['uri']);
    return url === undefined
      ? []
      : [{ type: 'web_search_result', url, title: asString(web?.['title']) ?? url }];
  });
  if (queries.length === 0) return [];
  const id = '';
  return [
    {
      type: 'server-tool',
      phase: 'call',
      id,
      name: 'web_search',
      data: { query: queries.join('; '), queries },
    },
    { type: 'server-tool', phase: 'result', id, name: 'web_search', data: results },
  ];
}
