// What `pollux keys …` does once a gateway and its token are found. Keys go in; only masks come out.

import { asArray, asObject, asString, isObject, tryParseJson, type JsonObject } from '../../lib/json.ts';
import { AdminCallError, EXIT, type AdminClient } from './admin-client.ts';
import { describeCheck, renderKeyTable, show } from './key-table.ts';

/** `print` gets whole lines, without the line feed at the end. */
export interface KeyCommandTools {
  readonly client: AdminClient;
  /** Print the answers of the gateway as JSON. */
  readonly json: boolean;
  print(text: string): void;
}

/** Which keys `list` shows. */
export interface KeyFilter {
  readonly provider?: string | undefined;
  readonly state?: string | undefined;
  readonly project?: string | undefined;
}

const PAGE = 500;

/** Prints all keys. */
export async function listKeys(tools: KeyCommandTools, filter: KeyFilter): Promise<number> {
  const keys = await allKeys(tools.client, filter);
  tools.print(tools.json ? JSON.stringify(keys, undefined, 2) : renderKeyTable(keys));
  return EXIT.done;
}

/** Adds what `text` holds: keys one a line or between commas, or JSON as the admin API takes it. */
export async function addKeys(tools: KeyCommandTools, text: string, settings: JsonObject): Promise<number> {
  const answer = await tools.client.call('POST', '/keys', uploadOf(text, settings));
  if (tools.json) tools.print(JSON.stringify(answer, undefined, 2));
  else {
    for (const result of asArray(answer['results']).filter(isObject)) {
      const line = [
        show(result['result']).padEnd(9),
        show(result['key']),
        show(result['id']),
        show(result['message']),
      ];
      tools.print(line.join('  ').trimEnd());
    }
    for (const notice of asArray(answer['notices'])) tools.print(show(notice));
  }
  return asObject(answer['summary'])?.['invalid'] === 0 ? EXIT.done : EXIT.refused;
}

/** Changes one key and says so. */
export async function changeKey(tools: KeyCommandTools, named: string, patch: JsonObject): Promise<number> {
  const { client } = tools;
  report(tools, await client.call('PATCH', pathOf(await findKey(client, named)), patch));
  return EXIT.done;
}

/** Removes one key. */
export async function removeKey(tools: KeyCommandTools, named: string): Promise<number> {
  const key = await findKey(tools.client, named);
  await tools.client.call('DELETE', pathOf(key));
  report(tools, { ...key, state: 'removed' });
  return EXIT.done;
}

/** Tests those named, or all that serve. The exit code says whether each was well. */
export async function testKeys(tools: KeyCommandTools, named: readonly string[]): Promise<number> {
  const { client } = tools;
  const keys =
    named.length === 0
      ? await allKeys(client, {})
      : await Promise.all(named.map((name) => findKey(client, name)));
  let exit: number = EXIT.done;
  for (const key of keys) {
    if (named.length === 0 && key['state'] === 'stored') {
      tools.print(
        tools.json
          ? JSON.stringify(key)
          : `stored   ${show(key['listed_as'])}  not tested before the next start`,
      );
      continue;
    }
    // One after the other: a provider should not be asked about hundreds of keys in the same moment.
    const tested = await client.call('POST', pathOf(key, '/test'));
    tools.print(tools.json ? JSON.stringify(tested) : describeCheck(tested));
    if (asObject(tested['check'])?.['ok'] !== true) exit = EXIT.refused;
  }
  return exit;
}

function report(tools: KeyCommandTools, key: JsonObject): void {
  tools.print(tools.json ? JSON.stringify(key, undefined, 2) : renderKeyTable([key]));
}

function pathOf(key: JsonObject, more = ''): string {
  const provider = encodeURIComponent(asString(key['provider']) ?? '');
  return `/keys/${encodeURIComponent(asString(key['id']) ?? '')}${more}?provider=${provider}`;
}

async function allKeys(client: AdminClient, filter: KeyFilter): Promise<readonly JsonObject[]> {
  const keys: JsonObject[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(PAGE) });
    for (const [name, value] of Object.entries({ ...filter, cursor }))
      if (value !== undefined) query.set(name, value);
    const page = await client.call('GET', `/keys?${query.toString()}`);
    keys.push(...asArray(page['keys']).filter(isObject));
    cursor = asString(page['next_cursor']);
  } while (cursor !== undefined);
  return keys;
}

/** By id, its beginning, name or mask; each must mean one key alone: logs show masks as they are, alike or not. */
async function findKey(client: AdminClient, named: string): Promise<JsonObject> {
  const keys = await allKeys(client, {});
  const exact = keys.filter((key) => [key['id'], key['name'], key['key'], key['listed_as']].includes(named));
  const found =
    exact.length > 0
      ? exact
      : keys.filter((key) => named.length >= 4 && asString(key['id'])?.startsWith(named));
  const [first, second] = found;
  if (first && !second) return first;
  const what = first ? `means ${found.length} keys; use an ID` : 'means no key';
  throw new AdminCallError(`${show(named).slice(0, 40)} ${what} of "pollux keys list".`, EXIT.refused);
}

function uploadOf(text: string, settings: JsonObject): JsonObject {
  const json = /^\s*[[{]/u.test(text) ? tryParseJson(text) : undefined;
  if (Array.isArray(json)) return { ...settings, keys: json };
  return isObject(json) ? { ...json, ...settings } : { ...settings, keys: text };
}
