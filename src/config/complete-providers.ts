// Fills in what a provider's name implies, before the schema looks at it.

import { isObject, type JsonObject } from '../lib/json.ts';
import { knownProvider, knownProviders } from './known-providers.ts';
import { nearestName } from './nearest-name.ts';
import { showName } from './setting-path.ts';

/** Names stand in `provider/model` and in headers. */
const PROVIDER_NAME = /^[A-Za-z0-9][\w.-]{0,63}$/u;

/** Completes `raw.providers`, which is changed: type and base URL of known names. Returns the problems. */
export function completeProviders(raw: JsonObject): readonly string[] {
  if (!isObject(raw['providers'])) return [];
  const providers = raw['providers'];
  const problems: string[] = [];
  for (const name of Object.keys(providers)) {
    const provider = providers[name] ?? (providers[name] = {});
    const where = `providers.${showName(name)}`;
    if (!PROVIDER_NAME.test(name))
      problems.push(`${where}: not a provider name; allowed: letters, digits, . _ and -`);
    if (!isObject(provider)) continue;
    const known = knownProvider(name);
    if (!known && provider['type'] === undefined) {
      problems.push(`${where}: ${unknownProvider(name, provider)}`);
      provider['type'] = 'openai-compatible';
      continue;
    }
    provider['type'] ??= known?.type;
    if (provider['api'] !== undefined && (provider['type'] === 'gemini' || provider['type'] === 'anthropic'))
      problems.push(
        `${where}.api: means nothing for type ${provider['type']}; allowed: for openai and openai-compatible`,
      );
    if (provider['type'] !== 'openai-compatible' || provider['base_url'] !== undefined) continue;
    if (known?.baseUrl === undefined)
      problems.push(`${where}.base_url: missing; needed: an http:// or https:// URL`);
    else provider['base_url'] = known.baseUrl;
  }
  return problems;
}

function unknownProvider(name: string, provider: JsonObject): string {
  const near = nearestName(name, Object.keys(knownProviders));
  if (near !== undefined) return `no provider that Pollux knows; did you mean providers.${near}?`;
  const needed =
    provider['base_url'] === undefined ? 'type: openai-compatible and base_url' : 'type: openai-compatible';
  return `no provider that Pollux knows; one of your own needs ${needed}`;
}
