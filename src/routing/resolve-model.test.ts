import { describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { createSeededRandom } from '../lib/random.ts';
import { createModelCatalog, type ModelCatalog } from './model-catalog.ts';
import { createRouter, type RouterOptions } from './resolve-model.ts';

const LISTED = [
  'gemini-3.8-flash',
  'gemini-3.7-flash',
  'gemini-3.5-flash-lite',
  'gemini-3.9-flash-preview',
  'aqa',
];

function catalogOf(names: readonly string[], provider = 'gemini'): ModelCatalog {
  const models = names.map((id) => ({ entry: { id, provider }, raw: { name: `models/${id}` } }));
  return createModelCatalog(() => Promise.resolve(models), createManualClock(0));
}

function routerOf(options: Partial<RouterOptions> = {}) {
  return createRouter({
    catalogs: new Map([['gemini', catalogOf(LISTED)]]),
    geminiProviders: ['gemini'],
    defaultModels: new Map(),
    aliases: new Map(),
    random: createSeededRandom(3),
    autoAlias: true,
    ...options,
  });
}

async function listedRouter() {
  const catalog = catalogOf(LISTED);
  await catalog.list();
  return routerOf({ catalogs: new Map([['gemini', catalog]]) });
}

describe('a model name', () => {
  it.each([
    ['gemini-3.8-flash', 'gemini-3.8-flash'],
    ['models/gemini-3.8-flash', 'gemini-3.8-flash'],
    ['google/gemini-3.8-flash', 'gemini-3.8-flash'],
    ['gemini/gemini-3.8-flash', 'gemini-3.8-flash'],
    ['gemini-unlisted', 'gemini-unlisted'],
    ['gemma-3-4b-it', 'gemma-3-4b-it'],
    ['aqa', 'aqa'],
    ['claude-gemini-3.8-flash', 'gemini-3.8-flash'],
    ['gemini-3.8-flash-search', 'gemini-3.8-flash'],
    ['models/gemini-3.8-flash:online', 'gemini-3.8-flash'],
    ['gemini/gemini-3.7-flash-nothinking', 'gemini-3.7-flash'],
    ['gemini-unlisted-search', 'gemini-unlisted-search'],
    ['gemini-pro', 'gemini-3.8-flash'],
    ['gemini/gemini-pro', 'gemini-3.8-flash'],
    ['gemini-1.5-pro-latest', 'gemini-3.8-flash'],
    ['gemini-1.5-flash-8b', 'gemini-3.5-flash-lite'],
    ['claude-sonnet-5', 'gemini-3.8-flash'],
    ['claude-opus-5[1m]', 'gemini-3.8-flash'],
    ['claude-haiku-5', 'gemini-3.5-flash-lite'],
    ['anthropic/claude-3-5-haiku-20241022', 'gemini-3.5-flash-lite'],
    ['gpt-5', 'gemini-3.8-flash'],
    ['openai/gpt-5', 'gemini-3.8-flash'],
    ['gpt-5-mini', 'gemini-3.5-flash-lite'],
    ['gpt-4o-mini-2024-07-18', 'gemini-3.5-flash-lite'],
    ['o4-mini', 'gemini-3.5-flash-lite'],
    ['chatgpt-4o-latest', 'gemini-3.8-flash'],
  ])('%s goes to %s', async (asked, model) => {
    const plan = await routerOf().resolve(asked);
    expect(plan.targets).toEqual([{ provider: 'gemini', model }]);
  });

  it.each([
    'text-embedding-3-small',
    'gpt-image-1',
    'gpt-4o-audio-preview',
    'whisper-1',
    'tts-1',
    'gpt-4o-mini-tts',
  ])('%s, for which no chat model stands in, is not found, and whose it would be is said', async (asked) => {
    await expect(routerOf().resolve(asked)).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining(
        `"${asked}" does not exist here: it is of openai, which is not configured.`,
      ) as string,
    });
  });

  it.each([
    ['aqua', ['aqa']],
    ['gmini-3.8-flash', ['gemini-3.8-flash', 'gemini-3.7-flash']],
    ['flash-lite', ['gemini-3.5-flash-lite']],
  ])('%s is told the names that look like it', async (asked, near) => {
    const router = await listedRouter();
    expect(router.nearNames(asked).slice(0, near.length)).toEqual(near);
  });

  it.each(['llama-4', 'nonsense', 'groq/llama-3', 'gpt-5', ''])('"%s" is like none', async (asked) => {
    const router = await listedRouter();
    expect(router.nearNames(asked)).toEqual([]);
  });

  it('with a wish behind it that nobody follows names what is lost', async () => {
    const plan = await routerOf().resolve('gemini-3.8-flash-nothink');
    expect(plan).toMatchObject({
      note: 'gemini-3.8-flash-nothink is served by gemini-3.8-flash',
      loss: ['model -nothink'],
    });
  });

  it.each([
    ['that a model may have is looked up once', 'gemini-unlisted', false],
    ['longer than that of any model is not remembered', `gemini-${'x'.repeat(1000)}`, true],
  ])('%s', async (_what, asked, isLookedUp) => {
    const router = routerOf();
    await router.resolve(asked);
    expect(router.resolve(asked) instanceof Promise).toBe(isLookedUp);
  });

  it('is served by a stand-in only when that is allowed', async () => {
    await expect(routerOf({ autoAlias: false }).resolve('gpt-5')).rejects.toMatchObject({
      code: 'model_not_found',
    });
    const plan = await routerOf({ autoAlias: false }).resolve('gemini-pro');
    expect(plan.targets[0]?.model).toBe('gemini-pro');
  });

  it('follows an exact alias before a glob, and the first glob that fits', async () => {
    const targets = (model: string) => [{ provider: 'gemini', model }];
    const router = routerOf({
      aliases: new Map([
        ['claude-*', targets('one')],
        ['claude-opus-*', targets('two')],
        ['claude-opus-5', targets('three')],
      ]),
    });
    expect((await router.resolve('claude-opus-5')).targets).toEqual(targets('three'));
    expect((await router.resolve('claude-opus-6')).targets).toEqual(targets('one'));
  });

  it('follows an alias also as lists show it to clients of Claude, unless a model is called so', async () => {
    const catalog = catalogOf(['claude-taken'], 'anthropic');
    await catalog.list();
    const targets = (model: string) => [{ provider: 'gemini', model }];
    const router = routerOf({
      catalogs: new Map([
        ['gemini', catalogOf(LISTED)],
        ['anthropic', catalog],
      ]),
      aliases: new Map([
        ['fast', targets('one')],
        ['taken', targets('two')],
      ]),
    });
    expect((await router.resolve('claude-fast')).targets).toEqual(targets('one'));
    expect((await router.resolve('claude-taken')).targets).toEqual([
      { provider: 'anthropic', model: 'claude-taken' },
    ]);
  });

  it('follows the weights of an alias, and tries the others after the first', async () => {
    const heavy = { provider: 'gemini', model: 'heavy', weight: 3 };
    const light = { provider: 'gemini', model: 'light', weight: 1 };
    const router = routerOf({ aliases: new Map([['mix', [heavy, light]]]) });
    let first = 0;
    for (let count = 0; count < 4000; count++) {
      const { targets } = await router.resolve('mix');
      expect(targets).toHaveLength(2);
      if (targets[0]?.model === 'heavy') first += 1;
    }
    expect(first / 4000).toBeGreaterThan(0.72);
    expect(first / 4000).toBeLessThan(0.78);
  });

  it('may stand in an alias without its provider', async () => {
    const aliases = new Map([['fast', [{ model: 'gemini-3.8-flash' }, { model: 'nobody-has-this' }]]]);
    const plan = await routerOf({ aliases }).resolve('fast');
    expect(plan.targets).toEqual([{ provider: 'gemini', model: 'gemini-3.8-flash' }]);
  });

  it.each([
    ['dall-e-3', 'openai'],
    ['gpt-image-1', 'openai'],
    ['tts-1-hd', 'openai'],
    ['gpt-4o-mini-tts', 'openai'],
    ['whisper-1', 'openai'],
    ['gpt-4o-transcribe', 'openai'],
    ['omni-moderation-latest', 'openai'],
    ['davinci-002', 'openai'],
    ['whisper-large-v3', 'local'],
    ['playai-tts', 'local'],
  ])('%s goes to %s, though it converses with nobody', async (model, provider) => {
    const catalogs = new Map([
      ['openai', catalogOf(['gpt-5'], 'openai')],
      ['local', catalogOf(['whisper-large-v3', 'playai-tts'], 'local')],
    ]);
    const plan = await routerOf({ catalogs, geminiProviders: [] }).resolve(model);
    expect(plan.targets).toEqual([{ provider, model }]);
  });

  it('goes to its vendor where that vendor is configured', async () => {
    const catalogs = new Map([
      ['openai', catalogOf(['gpt-5', 'gpt-5-mini', 'text-embedding-3-small'], 'openai')],
      ['local', catalogOf(['llama-4'], 'local')],
    ]);
    const router = routerOf({ catalogs, geminiProviders: [], bigModel: 'gpt-5' });
    expect((await router.resolve('o4-mini')).targets).toEqual([{ provider: 'openai', model: 'o4-mini' }]);
    expect((await router.resolve('text-embedding-3-small')).targets[0]?.provider).toBe('openai');
    expect((await router.resolve('llama-4')).targets).toEqual([{ provider: 'local', model: 'llama-4' }]);
    expect((await router.resolve('claude-sonnet-5')).targets).toEqual([
      { provider: 'openai', model: 'gpt-5' },
    ]);
    expect(await router.defaultModel('openai')).toBe('gpt-5-mini');
  });

  it('may be had from every provider that speaks Gemini, in their order', async () => {
    const catalogs = new Map([
      ['gemini', catalogOf(LISTED)],
      ['second', catalogOf(LISTED, 'second')],
    ]);
    const router = routerOf({ catalogs, geminiProviders: ['gemini', 'second'] });
    const both = [
      { provider: 'gemini', model: 'gemini-3.8-flash' },
      { provider: 'second', model: 'gemini-3.8-flash' },
    ];
    expect((await router.resolve('gemini-3.8-flash')).targets).toEqual(both);
    expect((await router.resolve('second/gemini-3.8-flash')).targets).toEqual(both.slice(1));
  });

  it('takes the stand-ins of the configuration before the newest', async () => {
    const router = routerOf({ bigModel: 'gemini-3.7-flash', smallModel: 'gemini-tiny' });
    expect((await router.resolve('gpt-5')).targets[0]?.model).toBe('gemini-3.7-flash');
    expect((await router.resolve('gpt-5-nano')).targets[0]?.model).toBe('gemini-tiny');
  });
});

describe('the model catalog', () => {
  it('asks once for all who wait, again when it is old, and keeps what it has when asking fails', async () => {
    const clock = createManualClock(0);
    let reads = 0;
    const catalog = createModelCatalog(() => {
      reads += 1;
      return reads === 2
        ? Promise.reject(new Error('away'))
        : Promise.resolve([{ entry: { id: `m${reads}`, provider: 'p' }, raw: {} }]);
    }, clock);
    await Promise.all([catalog.list(), catalog.list()]);
    expect(reads).toBe(1);
    clock.advance(11 * 60_000);
    expect((await catalog.list())[0]?.entry.id).toBe('m1');
    await Promise.resolve();
    expect(reads).toBe(2);
    clock.advance(60_000);
    await catalog.list();
    await Promise.resolve();
    expect(catalog.find('m3')).toBeDefined();
  });

  it('says why when it never had a list', async () => {
    const catalog = createModelCatalog(() => Promise.reject(new Error('no key')), createManualClock(0));
    await expect(catalog.list()).rejects.toThrow('no key');
  });
});
