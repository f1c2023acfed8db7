// OpenAI's own search in both of its APIs: the item that tells of it, and the citations of what was said.
// https://platform.openai.com/docs/guides/tools-web-search
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import { FOUND_SOURCE } from '../found-source.ts';
import { createStableId } from '../stable-id.ts';

/** True when a Responses request lets the model search. */
export function offersSearch(body: JsonObject): boolean {
  return asArray(body['tools']).some((tool) => asString(asObject(tool)?.['type'])?.startsWith('web_search'));
}

/** The item of a search. */
export function searchItem(id: string, query: string): JsonObject {
  const action = { type: 'search', query };
  return { id: createStableId('ws_', id), type: 'web_search_call', status: 'completed', action };
}

/** The citation of the whole text, as Responses have it. */
export function urlCitation(text: string): JsonObject {
  return { type: 'url_citation', start_index: 0, end_index: text.length, ...FOUND_SOURCE };
}

/** The same as Chat Completions have it. */
export function chatCitation(text: string): JsonObject {
  const { type, ...url_citation } = urlCitation(text);
  return { type, url_citation };
}
