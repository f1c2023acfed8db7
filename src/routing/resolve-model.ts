// From the name a client asks for to an ordered plan: aliases, explicit providers, vendors' names, stand-ins.

import { distance } from 'fastest-levenshtein';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../errors/gateway-error.ts';
import { compileGlobs } from '../lib/glob.ts';
import type { ModelCatalog } from './model-catalog.ts';
import type { Random } from '../lib/random.ts';
import { orderTargets } from './order-targets.ts';
import type { AliasTarget, RoutePlan, Target } from './target.ts';
import { foreignTier, isOpenAiName, newestOfTier, newestOfVendor, retiredTier, type Tier } from './tier.ts';

/** What the settings and the providers' lists say of names; fixed at start, but for the lists. */
export interface RouterOptions {
  /** Names of the configured providers, each with its catalog. */
  readonly catalogs: ReadonlyMap<string, ModelCatalog>;
  /** Alias or glob → targets. Exact names win over globs, earlier globs over later. */
  readonly aliases: ReadonlyMap<string, readonly AliasTarget[]>;
  readonly random: Random;
  /** Providers that speak Gemini, in order of preference: a Gemini model may be had from each. */
  readonly geminiProviders: readonly string[];
  /** `default_model` of providers. */
  readonly defaultModels: ReadonlyMap<string, string | undefined>;
  readonly bigModel?: string | undefined;
  readonly smallModel?: string | undefined;
  readonly autoAlias: boolean;
}

/** Names in, plans out. Knows no key: whether a target can be served now is for the pool to say. */
export interface Router {
  /** At once where it was asked for lately. Throws GatewayError `model_not_found` with near names. */
  resolve(model: string): RoutePlan | Promise<RoutePlan>;
  /** The model for endpoints that name none. */
  defaultModel(provider: string): Promise<string>;
  /** Known names that look like this one, nearest first. */
  nearNames(model: string): readonly string[];
}

/** Decorations that clients hang on model names and that no provider knows. */
const PREFIXES = /^(?:models|google|gemini|openai|anthropic)\//u;
const SUFFIXES = /\[1m\]$/u;
/** What some gateways read from the end of a name. */
const WISHES = /[:-](?:search|online|no-?think(?:ing)?)$/u;

/** `claude-<listed name>` is how models are shown to clients that list only names of Claude. */
function withoutClaude(model: string, catalogs: RouterOptions['catalogs']): string {
  const rest = model.startsWith('claude-') ? model.slice('claude-'.length) : model;
  const listed = [...catalogs.values()].some((catalog) => catalog.find(rest) !== undefined);
  return listed || /^gem(?:ini|ma)-/u.test(rest) ? rest : model;
}

/** As lists show aliases to the same clients; a model that is called so comes first. */
function aliasBehindClaude(
  model: string,
  { aliases, catalogs }: RouterOptions,
): readonly AliasTarget[] | undefined {
  const alias = model.startsWith('claude-') ? aliases.get(model.slice('claude-'.length)) : undefined;
  if (alias === undefined || [...catalogs.values()].some((catalog) => catalog.find(model) !== undefined))
    return undefined;
  return alias;
}

const NEAR_NAMES = 5;
/** What differs in more than half is no slip of the pen; a piece of a name may be short. */
function isNear(asked: string, name: string, far: number): boolean {
  return far * 2 <= Math.max(asked.length, name.length) || (asked.length > 2 && name.includes(asked));
}

/** Callers choose the names: what no model is called is not remembered. */
const LONGEST_NAME = 512;

/** A new list of models may mean another stand-in. */
const PLAN_TTL_MS = 5000;

/** Creates the router. */
export function createRouter(options: RouterOptions): Router {
  const { catalogs, aliases } = options;
  const globs = [...aliases]
    .filter(([name]) => name.includes('*'))
    .map(([name, targets]) => ({ matches: compileGlobs([name]), targets }));
  const [gemini] = options.geminiProviders;
  const geminiTargets = (model: string): readonly Target[] =>
    options.geminiProviders.map((provider) => ({ provider, model }));

  async function standIn(tier: Tier): Promise<string> {
    const configured = tier === 'big' ? options.bigModel : options.smallModel;
    if (configured !== undefined) return configured;
    const models = (await catalogs.get(gemini ?? '')?.list()) ?? [];
    const found = newestOfTier(
      models.map((model) => model.entry),
      tier,
    );
    if (found === undefined)
      throw new GatewayError('model_not_found', 'The provider lists no model to stand in.');
    return found;
  }

  async function planStandIn(asked: string, tier: Tier): Promise<RoutePlan> {
    const model = await standIn(tier);
    const note = `${asked} is served by ${model}`;
    if (/^gem(?:ini|ma)-/u.test(model) && gemini !== undefined)
      return { targets: geminiTargets(model), note };
    // A configured stand-in may be anybody's; one that would need a stand-in itself is taken at its word.
    const explicit = await planExplicit(model);
    return explicit === undefined ? { ...(await findListed(model)), note } : { ...explicit, note };
  }

  /** A listed name with a wish behind it is that model, and the wish is named as lost. */
  async function planWish(asked: string, model: string): Promise<RoutePlan | undefined> {
    const plain = model.replace(WISHES, '');
    if (plain === model) return undefined;
    const catalog = catalogs.get(gemini ?? '');
    await catalog?.list().catch(() => []);
    if (catalog?.find(model) !== undefined || catalog?.find(plain) === undefined) return undefined;
    const loss = [`model ${model.slice(plain.length)}`];
    return { targets: geminiTargets(plain), note: `${asked} is served by ${plain}`, loss };
  }

  async function planGemini(asked: string, model: string): Promise<RoutePlan> {
    const wish = await planWish(asked, model);
    if (wish !== undefined) return wish;
    const tier = options.autoAlias ? retiredTier(model) : undefined;
    if (tier !== undefined) {
      const catalog = catalogs.get(gemini ?? '');
      await catalog?.list().catch(() => []);
      if (catalog?.find(model) === undefined) return planStandIn(asked, tier);
    }
    return { targets: geminiTargets(model) };
  }

  /** `provider/model` */
  async function planExplicit(asked: string): Promise<RoutePlan | undefined> {
    const slash = asked.indexOf('/');
    const provider = asked.slice(0, Math.max(slash, 0));
    if (!catalogs.has(provider)) return undefined;
    const model = asked.slice(slash + 1);
    if (!options.geminiProviders.includes(provider)) return { targets: [{ provider, model }] };
    const plan = await planGemini(asked, model);
    return { ...plan, targets: plan.targets.filter((target) => target.provider === provider) };
  }

  function nearNames(model: string): readonly string[] {
    const names = new Set([...aliases.keys()].filter((name) => !name.includes('*')));
    for (const catalog of catalogs.values()) for (const name of catalog.names()) names.add(name);
    const asked = model.slice(0, 100).toLowerCase();
    return [...names]
      .map((name) => ({ name, far: distance(asked, name.toLowerCase()) }))
      .filter(({ name, far }) => isNear(asked, name.toLowerCase(), far))
      .sort((one, other) => one.far - other.far)
      .slice(0, NEAR_NAMES)
      .map(({ name }) => name);
  }

  function notFound(model: string): GatewayError {
    const near = nearNames(model);
    const hint = near.length === 0 ? '' : ` Near names: ${near.join(', ')}.`;
    const owner = vendorOf(model);
    const why =
      owner === undefined || catalogs.has(owner) ? '' : `: it is of ${owner}, which is not configured`;
    return new GatewayError(
      'model_not_found',
      `The model ${JSON.stringify(model.slice(0, 100))} does not exist here${why}.${hint}`,
    );
  }

  function vendorOf(model: string): string | undefined {
    if (isOpenAiName(model)) return 'openai';
    return model.startsWith('claude-') ? 'anthropic' : undefined;
  }

  async function findListed(model: string): Promise<RoutePlan> {
    for (const [provider, catalog] of catalogs) {
      await catalog.list().catch(() => []);
      if (catalog.find(model) !== undefined) return { targets: [{ provider, model }] };
    }
    throw notFound(model);
  }

  /** Names that are no alias. */
  async function resolveName(asked: string): Promise<RoutePlan> {
    const explicit = await planExplicit(asked);
    if (explicit !== undefined) return explicit;
    const model = asked.replace(PREFIXES, '').replace(SUFFIXES, '');
    const bare = withoutClaude(model, catalogs);
    if (gemini !== undefined && /^(?:gemini|gemma)-/u.test(bare)) return planGemini(asked, bare);
    const vendor = vendorOf(model);
    if (vendor !== undefined && catalogs.has(vendor)) return { targets: [{ provider: vendor, model }] };
    const tier = options.autoAlias ? foreignTier(model) : undefined;
    const configured = tier === 'big' ? options.bigModel : options.smallModel;
    if (tier !== undefined && (gemini ?? configured) !== undefined) return planStandIn(asked, tier);
    return findListed(bare);
  }

  async function planAlias(alias: readonly AliasTarget[]): Promise<RoutePlan> {
    const plans = await Promise.allSettled(
      orderTargets(alias, options.random).map(async ({ provider, model, onlyFor }) => {
        const plan = provider === undefined ? await resolveName(model) : { targets: [{ provider, model }] };
        return onlyFor === undefined
          ? plan
          : { targets: plan.targets.map((target) => ({ ...target, onlyFor })) };
      }),
    );
    const targets = plans.flatMap((plan) => (plan.status === 'fulfilled' ? plan.value.targets : []));
    const [first] = plans;
    if (targets.length === 0 && first?.status === 'rejected') throw first.reason;
    return { targets };
  }

  /** Plans of the names asked for lately: most requests name one of a few models. */
  const recent = new LRUCache<string, RoutePlan>({
    max: 500,
    ttl: PLAN_TTL_MS,
    ttlResolution: PLAN_TTL_MS / 5,
  });

  async function resolveAnew(asked: string): Promise<RoutePlan> {
    const alias =
      aliases.get(asked) ??
      globs.find((glob) => glob.matches(asked))?.targets ??
      aliasBehindClaude(asked, options);
    if (alias !== undefined && alias.length > 0) return planAlias(alias);
    const plan = await resolveName(asked);
    if (asked.length <= LONGEST_NAME) recent.set(asked, plan);
    return plan;
  }

  return {
    nearNames,
    resolve: (asked) => recent.get(asked) ?? resolveAnew(asked),
    async defaultModel(provider) {
      const configured = options.defaultModels.get(provider);
      if (configured !== undefined) return configured;
      if (options.geminiProviders.includes(provider)) return standIn('big');
      const models = (await catalogs.get(provider)?.list()) ?? [];
      const found = newestOfVendor(models.map((model) => model.entry));
      if (found === undefined) throw new GatewayError('missing_model', `${provider} has no default model.`);
      return found;
    },
  };
}
