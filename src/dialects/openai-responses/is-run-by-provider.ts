// Tells the provider's own work from what the client is to do, where both have items of one type.
// https://platform.openai.com/docs/guides/tools-shell

import { asObject, asString, type JsonObject } from '../../lib/json.ts';

/** A shell in a container of the provider's, a search among tools on its side: nothing that the client is to answer. */
export function isRunByProvider(item: JsonObject): boolean {
  const environment = asString(asObject(item['environment'])?.['type']);
  return item['execution'] === 'server' || (environment !== undefined && environment !== 'local');
}
