// Provider keys and base URLs in environment variables.

import type { Assignment } from './assignment.ts';
import type { Variables } from './environment.ts';
import { splitList } from './fields/list.ts';
import { knownProviders } from './known-providers.ts';

/** What the environment says about one provider. */
export interface ProviderVariables {
  readonly provider: string;
  /** Variables that are set, empty ones included. */
  readonly keyVariables: readonly string[];
  /** Their keys joined, each once. */
  readonly keys: readonly string[];
  readonly baseUrl?: Assignment | undefined;
}

/** Reads `<PROVIDER>_API_KEYS`, `<PROVIDER>_API_KEY` and `<PROVIDER>_BASE_URL` of every known provider. */
export function readProviderVariables(variables: Variables): {
  readonly found: readonly ProviderVariables[];
  readonly notices: readonly string[];
} {
  const notices: string[] = [];
  const found: ProviderVariables[] = [];
  for (const [provider, known] of Object.entries(knownProviders)) {
    const candidates = known.environment.flatMap((prefix) => [`${prefix}_API_KEYS`, `${prefix}_API_KEY`]);
    const keyVariables = [...candidates, ...(known.keyVariables ?? [])].filter(
      (name) => variables[name] !== undefined,
    );
    const keys = keyVariables.flatMap((name) => readKeyList(name, variables[name] ?? '', notices));
    const urlVariable = known.environment
      .map((prefix) => `${prefix}_BASE_URL`)
      .find((name) => (variables[name]?.trim() ?? '') !== '');
    const baseUrl =
      urlVariable === undefined
        ? undefined
        : { path: ['providers', provider, 'base_url'], value: variables[urlVariable], from: urlVariable };
    if (keyVariables.length > 0 || baseUrl)
      found.push({ provider, keyVariables, keys: [...new Set(keys)], baseUrl });
  }
  return { found, notices };
}

/** The entries of one comma-separated variable. Example files end their lists in `...`, which is no key. */
export function readKeyList(name: string, value: string, notices: string[]): string[] {
  const entries = splitList(value);
  const keys = entries.filter((entry) => entry !== '...');
  if (keys.length < entries.length) notices.push(`${name}: the entry "..." is not a key and was dropped`);
  return keys;
}
