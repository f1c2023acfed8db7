// What an answer of Anthropic's rests on: a search of its own, or a document that the caller wants cited.
// https://platform.claude.com/docs/en/build-with-claude/citations
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import { FOUND_SOURCE } from '../found-source.ts';
import { createStableId } from '../stable-id.ts';

/** The blocks of a search and of its result; none where the request offers no search. */
export function searchBlocks(body: JsonObject, seed: string, query: string): JsonObject[] {
  if (!offersSearch(body)) return [];
  const id = createStableId('srvtoolu_', seed);
  const result = {
    type: 'web_search_result',
    ...FOUND_SOURCE,
    encrypted_content: 'c2ltdWxhdGVk',
    page_age: null,
  };
  return [
    { type: 'server_tool_use', id, name: 'web_search', input: { query } },
    { type: 'web_search_tool_result', tool_use_id: id, content: [result] },
  ];
}

/** The citations of the text: undefined where nothing is cited. */
export function citationsOf(body: JsonObject): JsonObject[] | undefined {
  if (offersSearch(body)) {
    const cited = { cited_text: 'Castor and Pollux were brothers.', encrypted_index: 'c2ltdWxhdGVk' };
    return [{ type: 'web_search_result_location', ...FOUND_SOURCE, ...cited }];
  }
  const blocks = asArray(body['messages']).flatMap((message) => asArray(asObject(message)?.['content']));
  const documents = blocks.flatMap((block) => {
    const given = asObject(block);
    return given?.['type'] === 'document' ? [given] : [];
  });
  const at = documents.findIndex((block) => asObject(block['citations'])?.['enabled'] === true);
  if (at === -1) return undefined;
  const document_title = asString(documents[at]?.['title']) ?? null;
  const pages = { start_page_number: 1, end_page_number: 2 };
  return [{ type: 'page_location', cited_text: 'One page.', document_index: at, document_title, ...pages }];
}

function offersSearch(body: JsonObject): boolean {
  return asArray(body['tools']).some((tool) => asString(asObject(tool)?.['type'])?.startsWith('web_search_'));
}
