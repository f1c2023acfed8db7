// Lays the lists of the environment (provider keys, clients) over those of the file.

import type { JsonObject } from '../lib/json.ts';
import { assign, valueAt, type Assignment, type Origins } from './assignment.ts';
import { readClientVariables } from './environment-clients.ts';
import { readProviderVariables, type ProviderVariables } from './environment-keys.ts';
import type { Variables } from './environment.ts';
import { knownProvider } from './known-providers.ts';
import { moveGeminiGroups } from './move-gemini-groups.ts';

/** Each list of the file that was replaced has a notice. */
export interface Overlay {
  readonly notices: readonly string[];
  readonly problems: readonly string[];
  /** Variables that had a say. */
  readonly used: readonly string[];
  /** Providers whose keys came from the environment. */
  readonly keyedProviders: ReadonlySet<string>;
}

/** Changes `raw`. A variable that the file itself names (`inFile`) is the file's business and does not replace a list. */
export function overlayEnvironment(
  raw: JsonObject,
  variables: Variables,
  inFile: ReadonlySet<string>,
  origins: Origins,
): Overlay {
  const { found, notices: keyNotices } = readProviderVariables(variables);
  const notices = [...keyNotices];
  const used: string[] = [];
  const keyed = new Set<string>();
  for (const one of found) {
    const from = one.keyVariables.filter((name) => !inFile.has(name));
    if (from.length === 0 || one.keys.length === 0) continue;
    if (!hasAddress(raw, one)) {
      notices.push(`${from.join(', ')} is ignored: the base URL of ${one.provider} is not set`);
      continue;
    }
    const path = ['providers', one.provider, 'keys'];
    if (valueAt(raw, path) !== undefined)
      notices.push(`${from.join(', ')} replaces the keys of providers.${one.provider} in the file`);
    assign(raw, { path, value: [...one.keys], from: from.join(', ') }, origins);
    keyed.add(one.provider);
    used.push(...from);
  }
  for (const { provider, baseUrl } of found)
    if (baseUrl) used.push(...overlayBaseUrl(raw, provider, baseUrl, origins, notices));
  notices.push(...emptyVariables(found, inFile));

  const clients = readClientVariables(variables);
  const from = clients.from.filter((name) => !inFile.has(name));
  if (from.length > 0) {
    const fromFile = raw['clients'];
    if (Array.isArray(fromFile) && fromFile.length > 0)
      notices.push(`${from.join(', ')} replaces the clients in the file`);
    assign(raw, { path: ['clients'], value: clients.clients, from: from.join(', ') }, origins);
    used.push(...from);
  }
  return {
    notices: [...notices, ...clients.notices],
    problems: clients.problems,
    used,
    keyedProviders: keyed,
  };
}

/** Some services live at an address of the user's own. Keys without one were set for other programs. */
function hasAddress(raw: JsonObject, one: ProviderVariables): boolean {
  const known = knownProvider(one.provider);
  if (known?.type !== 'openai-compatible' || known.baseUrl !== undefined || one.baseUrl) return true;
  return valueAt(raw, ['providers', one.provider]) !== undefined;
}

/** A base URL alone does not make a provider of a service that wants keys: other programs use these variables too. */
function overlayBaseUrl(
  raw: JsonObject,
  provider: string,
  baseUrl: Assignment,
  origins: Origins,
  notices: string[],
): readonly string[] {
  const moved = provider === 'gemini' && moveGeminiGroups(raw, baseUrl, origins);
  const configured = valueAt(raw, ['providers', provider]) !== undefined;
  const known = knownProvider(provider);
  const needsKey = known?.type !== 'openai-compatible' || known.baseUrl?.startsWith('https:') === true;
  if (needsKey && !configured && !moved) {
    notices.push(`${baseUrl.from} is ignored: no key of ${provider} is configured`);
    return [];
  }
  if (configured || !moved) assign(raw, baseUrl, origins);
  return [baseUrl.from];
}

/** One notice for each provider whose variables hold no key: as any other empty variable they say nothing. */
function emptyVariables(found: readonly ProviderVariables[], inFile: ReadonlySet<string>): readonly string[] {
  return found
    .filter((one) => one.keys.length === 0 && one.keyVariables.some((name) => !inFile.has(name)))
    .map((one) => `${one.keyVariables.join(', ')} is empty and was ignored`);
}
