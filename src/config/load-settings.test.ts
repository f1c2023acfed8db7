import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadSettings, type LoadInput } from './load-settings.ts';
import type { LoadedSettings } from './settings.ts';

const directories: string[] = [];

function load(files: Readonly<Record<string, string>>, input: Partial<LoadInput> = {}): LoadedSettings {
  const cwd = mkdtempSync(join(tmpdir(), 'pollux-settings-'));
  directories.push(cwd);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return loadSettings({ env: {}, cwd, ...input });
}

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

const keysOf = (loaded: LoadedSettings, provider: string): readonly string[] | undefined =>
  loaded.settings.providers[provider]?.keys?.map((entry) => entry.key.reveal());

describe('the order of sources', () => {
  const files = { 'pollux.yaml': 'server: { port: 1 }', '.env': 'PORT=2' };
  it.each([
    ['the defaults', {}, {}, 8080],
    ['the file over the defaults', { 'pollux.yaml': 'server: { port: 1 }' }, {}, 1],
    ['.env over the file', files, {}, 2],
    ['the environment over .env', files, { env: { PORT: '3' } }, 3],
    ['the command line over the environment', files, { env: { PORT: '3' }, argv: { port: '4' } }, 4],
  ])('takes %s', (_, given: Record<string, string>, input, port) => {
    expect(load(given, input).settings.server.port).toBe(port);
  });

  it('does not let an empty variable change anything', () => {
    expect(load({ 'pollux.yaml': 'server: { port: 1 }' }, { env: { PORT: '' } }).settings.server.port).toBe(
      1,
    );
  });

  it('leaves the host alone when only the port is given', () => {
    expect(load({}, { env: { PORT: '3' } }).settings.server.host).toBe('127.0.0.1');
  });
});

describe('the configuration file', () => {
  it.each(['pollux.yaml', 'config.yaml', 'pollux.toml', 'config.toml'])('is found by the name %s', (name) => {
    const text = name.endsWith('.toml') ? '[server]\nport = 7' : 'server: { port: 7 }';
    const loaded = load({ [name]: text });
    expect(loaded.settings.server.port).toBe(7);
    expect(loaded.source.file).toMatch(new RegExp(`${name}$`, 'u'));
  });

  it('is the first of several, and the others are named', () => {
    const loaded = load({ 'pollux.yaml': 'server: { port: 7 }', 'config.yaml': 'server: { port: 8 }' });
    expect(loaded.settings.server.port).toBe(7);
    expect(loaded.notices).toEqual([expect.stringContaining('config.yaml is not read')]);
  });

  it('is the one that CONFIG_PATH names, or rather --config', () => {
    const files = {
      'a.yaml': 'server: { port: 1 }',
      'b.toml': '[server]\nport = 2',
      'pollux.yaml': 'server: { port: 3 }',
    };
    expect(load(files, { env: { CONFIG_PATH: 'a.yaml' } }).settings.server.port).toBe(1);
    expect(
      load(files, { env: { CONFIG_PATH: 'a.yaml' }, argv: { config: 'b.toml' } }).settings.server.port,
    ).toBe(2);
  });

  it('may be empty, and names without a value are not set', () => {
    expect(load({ 'pollux.yaml': '' }).settings.server.port).toBe(8080);
    expect(load({ 'pollux.yaml': 'server:\n  port:\nadmin:\nmodels:\n' }).settings.server.port).toBe(8080);
  });

  it('holds the whole documented shape', () => {
    const loaded = load(
      {
        'pollux.yaml': `
server: { host: 127.0.0.1, port: 9000, workers: 1, body_limit: 10mb }
auth: client_keys
admin: { token: \${ADMIN} }
providers:
  gemini:
    keys:
      - \${KEY_1}
      - { key: \${KEY_2}, name: team-a, project: p-17, weight: 2, models: ["gemini-3*"], limits: { rpm: 10, tpm: 250000, rpd: 250 } }
    strategy: round_robin
    proxy: http://egress.internal:3128
  openai: { keys: [\${OPENAI_API_KEY}] }
  local: { type: openai-compatible, base_url: http://127.0.0.1:11434/v1/ }
groups: []
models:
  fast: { targets: [{ provider: gemini, model: a }, { provider: openai, model: b, weight: 2 }] }
  "claude-*": gemini/c
  plain: d
fallback_order: [gemini, openai]
retry: { max_attempts: 5, same_key_retries: 0, prefer_wait: 0, wait_for_key: 20s, deadline: 10m }
timeouts: { connect: 500ms, headers: 60, first_token: 180s, idle: 2m }
stream_failover: fail_fast
key_cooldown_minutes: null
cache: { enabled: off, ttl: 1h, max_bytes: 1gb }
clients:
  - { name: web, key: \${WEB}, models: ["*"] }
cors: { origins: ["https://app.example.com/"] }
logs: { level: debug, format: pretty, bodies: true }
`,
      },
      { env: { ADMIN: 'adm', KEY_1: 'k1', KEY_2: 'k2', OPENAI_API_KEY: 'sk-1', WEB: 'w' } },
    );
    const { providers, models, ...settings } = loaded.settings;
    expect(keysOf(loaded, 'gemini')).toEqual(['k1', 'k2']);
    expect(providers['gemini']?.keys?.[1]).toMatchObject({
      name: 'team-a',
      project: 'p-17',
      weight: 2,
      models: ['gemini-3*'],
      limits: { rpm: 10, tpm: 250_000, rpd: 250 },
    });
    expect(providers['local']).toMatchObject({ base_url: 'http://127.0.0.1:11434/v1' });
    expect(models).toEqual({
      fast: {
        targets: [
          { provider: 'gemini', model: 'a' },
          { provider: 'openai', model: 'b', weight: 2 },
        ],
      },
      'claude-*': { targets: [{ provider: 'gemini', model: 'c' }] },
      plain: { targets: [{ model: 'd' }] },
    });
    expect(settings).toMatchObject({
      server: { port: 9000, body_limit: 10_485_760 },
      retry: { max_attempts: 5, same_key_retries: 0, prefer_wait: 0 },
      timeouts: { connect: 500, headers: 60_000, first_token: 180_000, idle: 120_000 },
      stream_failover: 'fail_fast',
      key_cooldown_minutes: null,
      cache: { enabled: 'off', max_bytes: 1_073_741_824 },
      cors: { origins: ['https://app.example.com'] },
      logs: { level: 'debug', format: 'pretty', bodies: true },
    });
    expect(loaded.notices).toEqual([expect.stringContaining('logs.bodies: true')]);
  });
});

describe('keys in the environment', () => {
  it('are joined from all variables of a provider, trimmed, each once', () => {
    const env = { GEMINI_API_KEYS: 'a, b ,a', GEMINI_API_KEY: 'c', GOOGLE_API_KEY: 'b,d' };
    expect(keysOf(load({}, { env }), 'gemini')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('make a provider of every service that Pollux knows', () => {
    const loaded = load(
      {},
      {
        env: {
          GROQ_API_KEY: 'g',
          MISTRAL_API_KEYS: 'm,n',
          OPENAI_BASE_URL: 'https://x.example/v1/',
          OPENAI_API_KEY: 'o',
        },
      },
    );
    expect(loaded.settings.providers['groq']).toMatchObject({
      type: 'openai-compatible',
      base_url: expect.stringMatching(/^https:/u),
    });
    expect(keysOf(loaded, 'mistral')).toEqual(['m', 'n']);
    expect(loaded.settings.providers['openai']).toMatchObject({
      type: 'openai',
      base_url: 'https://x.example/v1',
    });
  });

  it('replace those of the file, and a notice says so', () => {
    const loaded = load(
      { 'pollux.yaml': 'providers: { gemini: { keys: [f], strategy: health } }' },
      { env: { GEMINI_API_KEY: 'e' } },
    );
    expect(keysOf(loaded, 'gemini')).toEqual(['e']);
    expect(loaded.settings.providers['gemini']?.strategy).toBe('health');
    expect(loaded.notices).toEqual(['GEMINI_API_KEY replaces the keys of providers.gemini in the file']);
  });

  it('do not replace a list that names the variable itself', () => {
    const text = 'providers: { gemini: { keys: [{ key: ${GEMINI_API_KEY}, weight: 3 }, other] } }';
    const loaded = load({ 'pollux.yaml': text }, { env: { GEMINI_API_KEY: 'e' } });
    expect(keysOf(loaded, 'gemini')).toEqual(['e', 'other']);
    expect(loaded.notices).toEqual([]);
  });

  it('leave a base URL of a hosted service alone when no key comes with it', () => {
    const loaded = load({}, { env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:8080' } });
    expect(loaded.settings.providers).toEqual({});
    expect(loaded.notices).toEqual(['ANTHROPIC_BASE_URL is ignored: no key of anthropic is configured']);
  });

  it('of a service whose address nobody knows are left alone', () => {
    const loaded = load({}, { env: { AZURE_OPENAI_API_KEY: 'k' } });
    expect(loaded.settings.providers).toEqual({});
    expect(loaded.notices).toEqual(['AZURE_OPENAI_API_KEY is ignored: the base URL of azure is not set']);
    const env = { AZURE_OPENAI_API_KEY: 'k', AZURE_OPENAI_BASE_URL: 'https://mine.example/openai/v1' };
    expect(load({}, { env }).settings.providers['azure']).toMatchObject({
      base_url: 'https://mine.example/openai/v1',
    });
  });

  it('are not needed by a local service that is named by its base URL', () => {
    const loaded = load({}, { env: { OLLAMA_BASE_URL: 'http://10.0.0.5:11434/v1' } });
    expect(loaded.settings.providers['ollama']).toMatchObject({ base_url: 'http://10.0.0.5:11434/v1' });
  });

  it.each([
    ['alone', {}, []],
    ['beside one that is not', { GEMINI_API_KEY: 'k' }, ['gemini']],
  ])('do not count when they are empty: %s', (_what, env, providers) => {
    const loaded = load({}, { env: { ...env, OPENAI_API_KEYS: '', OPENAI_API_KEY: ' ' } });
    expect(Object.keys(loaded.settings.providers)).toEqual(providers);
    expect(loaded.notices).toEqual(['OPENAI_API_KEYS, OPENAI_API_KEY is empty and was ignored']);
  });
});

describe('base URLs', () => {
  it.each([
    ['gemini', 'https://g.example/v1beta', 'https://g.example'],
    ['gemini', 'https://g.example/v1beta/openai/', 'https://g.example'],
    ['gemini', 'https://g.example/prefix/', 'https://g.example/prefix'],
    ['anthropic', 'https://a.example/v1', 'https://a.example'],
    ['openai', 'https://o.example/v1/', 'https://o.example/v1'],
  ])('of %s given as %s are read as %s', (provider, given, read) => {
    const loaded = load({ 'pollux.yaml': `providers: { ${provider}: { keys: [k], base_url: "${given}" } }` });
    expect(loaded.settings.providers[provider]?.base_url).toBe(read);
  });
});

it('says that an alias whose target is another alias does not follow it', () => {
  const models = '{ loop: loop2, loop2: [loop], own: own, gemini-old: gemini-new, gemini-new: gemini-old }';
  expect(load({ 'pollux.yaml': `models: ${models}` }).notices).toEqual([
    'models.loop.targets[0]: loop2 is an alias too, and not followed: a model of that name is looked for in the lists of the providers',
    'models.loop2.targets[0]: loop is an alias too, and not followed: a model of that name is looked for in the lists of the providers',
  ]);
});

it('says in one line each which accepted settings do nothing yet', () => {
  const loaded = load({
    'pollux.yaml': `
server: { workers: 4 }
cache: { enabled: all }
redis_url: redis://r:6379
database_url: postgres://u:p@db/pollux
ip_limits: { rpm: 600 }
logs: { bodies: true }
encryption_key: seals-kept-responses
clients: [{ name: web, key: w, rpm: 60, budget: { usd: 10, per: day } }, { name: free, key: f }]
`,
  });
  expect(loaded.notices).toEqual([
    expect.stringContaining('server.workers: 4'),
    expect.stringContaining('cache.enabled'),
    expect.stringContaining('redis_url'),
    expect.stringContaining('database_url'),
    expect.stringContaining('ip_limits'),
    expect.stringContaining('logs.bodies'),
    'clients: the limits and budgets of web do nothing yet',
  ]);
});
