// Groups of keys become providers. A target URL ending in /v1beta/openai means Gemini, spoken natively at its origin.

import type { z } from 'zod';
import type { groupSection } from './sections/group.ts';
import type { providerSection } from './sections/provider.ts';

type Provider = z.output<typeof providerSection>;
type Group = z.output<typeof groupSection>;

const GEMINI_BY_OPENAI_PATH = /\/v1beta\/openai$/u;

const GOOGLE = 'https://generativelanguage.googleapis.com';

/**
 * `providers` with those that `groups` describe. Groups with the same target and proxy share a provider; keys that the
 * environment gave (`keyed`) are not mixed with a group's.
 */
export function expandGroups(
  providers: Readonly<Record<string, Provider>>,
  groups: readonly Group[],
  keyed: ReadonlySet<string>,
): { readonly providers: Record<string, Provider>; readonly notices: readonly string[] } {
  const all: Record<string, Provider> = {};
  for (const [name, provider] of Object.entries(providers)) all[name] = withoutVersion(provider);
  const notices: string[] = [];
  for (const group of groups) {
    const provider = ofGroup(group);
    const name = nameOf(group, provider, all);
    const known = all[name];
    if (keyed.has(name))
      notices.push(`groups: the keys of group "${group.name}" are replaced by those of the environment`);
    else if (known) known.keys = [...(known.keys ?? []), ...group.api_keys];
    else all[name] = provider;
  }
  for (const provider of Object.values(all))
    if (provider.keys) provider.keys = withoutDuplicates(provider.keys);
  return { providers: all, notices };
}

function ofGroup(group: Group): Provider {
  const gemini = GEMINI_BY_OPENAI_PATH.test(group.target_url);
  return {
    type: gemini ? 'gemini' : 'openai-compatible',
    keys: [...group.api_keys],
    base_url: gemini ? group.target_url.replace(GEMINI_BY_OPENAI_PATH, '') : group.target_url,
    api: 'auto',
    strategy: 'least_used',
    affinity: true,
    proxy: group.proxy_url,
    allow_http: false,
  };
}

/** The first Gemini group is the provider `gemini`; any other goes by the group's name, unless an equal one is there. */
function nameOf(group: Group, provider: Provider, all: Readonly<Record<string, Provider>>): string {
  for (const [name, other] of Object.entries(all)) if (sameRoute(provider, other)) return name;
  if (provider.type === 'gemini' && !Object.hasOwn(all, 'gemini')) return 'gemini';
  const wanted = group.name.replaceAll(/[^\w.-]+/gu, '-').replace(/^[^A-Za-z0-9]+/u, '') || 'group';
  let name = wanted;
  for (let suffix = 2; Object.hasOwn(all, name); suffix += 1) name = `${wanted}-${suffix}`;
  return name;
}

function sameRoute(left: Provider, right: Provider): boolean {
  return (
    left.type === right.type &&
    (left.base_url ?? GOOGLE) === (right.base_url ?? GOOGLE) &&
    left.proxy?.reveal() === right.proxy?.reveal()
  );
}

/** Users paste the versioned address of their vendor; our paths begin with the version themselves. */
function withoutVersion(provider: Provider): Provider {
  if (provider.base_url === undefined) return { ...provider };
  if (provider.type === 'gemini')
    return { ...provider, base_url: provider.base_url.replace(/\/v1(?:beta(?:\/openai)?)?$/u, '') };
  if (provider.type === 'anthropic')
    return { ...provider, base_url: provider.base_url.replace(/\/v1$/u, '') };
  return { ...provider };
}

function withoutDuplicates(keys: NonNullable<Provider['keys']>): NonNullable<Provider['keys']> {
  const seen = new Set<string>();
  return keys.filter(({ key }) => {
    const fresh = !seen.has(key.reveal());
    seen.add(key.reveal());
    return fresh;
  });
}
