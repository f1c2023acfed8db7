// `provider/model` in the targets of aliases, and whether the named providers exist.

import type { z } from 'zod';
import { knownProvider, knownProviders } from './known-providers.ts';
import { nearestName } from './nearest-name.ts';
import type { modelAlias } from './sections/model-alias.ts';
import { formatPath, showName } from './setting-path.ts';

type Alias = z.output<typeof modelAlias>;
type Target = Alias['targets'][number];

/** What routing knows by itself, or may know, whether a list has it or not. */
const MODEL_BEGINNING =
  /^(?:(?:models|google)\/|gem(?:ini|ma)-|claude-|(?:chat)?gpt-|o\d|(?:text|dall-e|tts|whisper|omni|sora|davinci|babbage)-)/u;

/**
 * Splits shorthand targets and checks provider names against `providers` and the known ones. `plainNames`: no provider has
 * models with a slash in their names, so that what stands before one must be a provider.
 */
export function resolveTargets(
  models: Readonly<Record<string, Alias>>,
  fallbackOrder: readonly string[],
  providers: Iterable<string>,
  plainNames: boolean,
): {
  readonly models: Record<string, Alias>;
  readonly problems: readonly string[];
  readonly notices: readonly string[];
} {
  const configured = new Set(providers);
  const nameable = new Set([...configured, ...Object.keys(knownProviders)]);
  const problems: string[] = [];
  const notices: string[] = [];
  const check = (name: string, where: string): void => {
    if (nameable.has(name)) return;
    const near = nearestName(name, nameable);
    const hint =
      near === undefined
        ? `allowed: ${[...configured].join(', ') || 'a configured provider'}`
        : `did you mean ${near}?`;
    problems.push(`${where}: no provider is called "${showName(name)}"; ${hint}`);
  };
  const resolved: Record<string, Alias> = {};
  for (const [alias, { targets }] of Object.entries(models)) {
    const where = (index: number): string => formatPath(['models', alias, 'targets', index]);
    if (targets.length === 0)
      problems.push(`${formatPath(['models', alias])}: has no targets; needed: at least one`);
    else if (targets.every(({ only_for: occasion }) => occasion !== undefined))
      problems.push(`${formatPath(['models', alias])}: every target has only_for; needed: one without`);
    const split = targets.map((target) => splitTarget(target, nameable));
    for (const [index, { provider, model }] of split.entries()) {
      if (provider === undefined) {
        const [first = '', rest] = model.split('/', 2);
        if (plainNames && rest !== undefined && !MODEL_BEGINNING.test(model)) check(first, where(index));
        if (model !== alias && Object.hasOwn(models, model) && !MODEL_BEGINNING.test(model))
          notices.push(
            `${where(index)}: ${showName(model)} is an alias too, and not followed: a model of that name is looked for in the lists of the providers`,
          );
        continue;
      }
      check(provider, `${where(index)}.provider`);
      if (configured.size > 0 && !configured.has(provider) && knownProvider(provider)) {
        notices.push(`${where(index)}: provider ${provider} is not configured; this target is passed over`);
      }
    }
    resolved[alias] = { targets: split };
  }
  for (const [index, name] of fallbackOrder.entries()) check(name, formatPath(['fallback_order', index]));
  return { models: resolved, problems, notices };
}

/** Model names may hold slashes themselves, so only a provider's name is split off. */
function splitTarget(target: Target, providers: ReadonlySet<string>): Target {
  const slash = target.model.indexOf('/');
  const name = target.model.slice(0, Math.max(slash, 0));
  if (target.provider !== undefined || !providers.has(name)) return target;
  return { ...target, provider: name, model: target.model.slice(slash + 1) };
}
