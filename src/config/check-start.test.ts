import { describe, expect, it } from 'vitest';
import { checkStart, type StartDecision } from './check-start.ts';
import { ConfigError } from './config-error.ts';
import { settingsSchema } from './settings-schema.ts';
import type { z } from 'zod';

function start(raw: z.input<typeof settingsSchema>): StartDecision {
  return checkStart({ settings: settingsSchema.parse(raw) });
}

function refusals(raw: z.input<typeof settingsSchema>): readonly string[] {
  try {
    start(raw);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const gemini = { type: 'gemini', keys: ['k'] };
const beyond = { host: '0.0.0.0' };
const clients = [{ name: 'web', key: 'w' }];

describe('with keys that were added at run time', () => {
  const emptied = { settings: settingsSchema.parse({ providers: { gemini: { type: 'gemini' } } }) };

  it.each([
    ['some', 2, []],
    ['none left', 0, [expect.stringContaining('gemini has no key and answers 503')]],
  ])('a provider without configured ones starts: %s', (_what, count, notices) => {
    const decision = checkStart({ ...emptied, storedKeys: new Map([['gemini', count]]) });
    expect(decision).toEqual({ mode: 'providers', notices });
  });

  it('that cannot be looked up, nothing starts in their place', () => {
    expect(() =>
      checkStart({ settings: settingsSchema.parse({}), storeTrouble: 'pollux.db: damaged' }),
    ).toThrow(/^data_dir: whether provider keys are stored there cannot be told \(pollux\.db: damaged\)/u);
  });
});

describe('without any provider', () => {
  it('the simulator answers on loopback, and says so', () => {
    expect(start({})).toEqual({ mode: 'simulator', notices: [expect.stringContaining('simulator')] });
  });

  it('a gateway beyond loopback is refused', () => {
    expect(refusals({ server: beyond, clients })).toEqual([
      expect.stringContaining('providers: none is configured'),
    ]);
  });

  it('a gateway beyond loopback starts when told to simulate', () => {
    expect(start({ server: beyond, clients, simulate: true }).mode).toBe('simulator');
  });
});

describe('a provider', () => {
  it('with keys is used', () => {
    expect(start({ providers: { gemini } })).toEqual({ mode: 'providers', notices: [] });
  });

  it.each([
    ['gemini', { type: 'gemini' }],
    ['gemini', { type: 'gemini', keys: [] }],
    ['groq', { type: 'openai-compatible', base_url: 'https://api.groq.com/openai/v1' }],
    ['mine', { type: 'openai-compatible', base_url: 'http://127.0.0.1:9/v1', keys: [] }],
  ])('%s that is named without keys is refused: %j', (name, provider) => {
    expect(refusals({ providers: { [name]: provider } })).toEqual([
      expect.stringContaining(`providers.${name}.keys: holds no key`),
    ]);
  });

  it('without keys is no obstacle to the simulator', () => {
    expect(start({ providers: { gemini: { type: 'gemini', keys: [] } }, simulate: true }).mode).toBe(
      'simulator',
    );
  });

  it('of the own network may do without keys', () => {
    const local = { type: 'openai-compatible', base_url: 'http://127.0.0.1:11434/v1' };
    expect(start({ providers: { local } }).mode).toBe('providers');
  });
});

describe('listening beyond loopback', () => {
  it('without client keys is refused', () => {
    expect(refusals({ server: beyond, providers: { gemini } })).toEqual([
      expect.stringContaining('server.host: 0.0.0.0 is reachable from other machines'),
    ]);
  });

  it('is allowed with client keys, or when nobody is asked for one', () => {
    expect(start({ server: beyond, providers: { gemini }, clients }).mode).toBe('providers');
    expect(start({ server: beyond, providers: { gemini }, auth: 'none' }).mode).toBe('providers');
  });

  it.each(['127.0.0.1', '::1', 'localhost', '127.1.2.3'])('is not what %s does', (host) => {
    expect(start({ server: { host }, providers: { gemini } }).mode).toBe('providers');
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'gateway', 'gateway.example.com'])('is what %s does', (host) => {
    expect(refusals({ server: { host }, providers: { gemini } })).toHaveLength(1);
  });
});

describe('plain http to a provider', () => {
  const at = (base_url: string, allow_http = false): z.input<typeof settingsSchema> => ({
    providers: { gemini: { ...gemini, base_url, allow_http } },
  });

  it.each([
    'http://127.0.0.1:9',
    'http://[::1]:9',
    'http://192.168.1.9',
    'http://gpu-box:8000',
    'http://llm.internal',
  ])('is allowed to %s', (url) => {
    expect(refusals(at(url))).toEqual([]);
  });

  it.each(['http://api.example.com', 'http://8.8.8.8', 'http://127.0.0.1.example.com'])(
    'is refused to %s',
    (url) => {
      expect(refusals(at(url))).toEqual([expect.stringContaining('providers.gemini.allow_http: true')]);
      expect(refusals(at(url, true))).toEqual([]);
      expect(refusals(at(url.replace('http:', 'https:')))).toEqual([]);
    },
  );

  it('to the gateway itself is refused, which would go round for ever', () => {
    expect(refusals({ ...at('http://localhost:8080'), server: { port: 8080 } })).toEqual([
      expect.stringContaining('this gateway itself'),
    ]);
  });
});

it('names every reason at once', () => {
  expect(
    refusals({
      server: beyond,
      providers: { gemini: { type: 'gemini', keys: [], base_url: 'http://x.example.com' } },
    }),
  ).toHaveLength(3);
});
