// Configurations of the gateways that Pollux succeeds must start it unchanged.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkStart } from './check-start.ts';
import { loadSettings } from './load-settings.ts';
import type { LoadedSettings } from './settings.ts';

const directories: string[] = [];

function load(files: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv = {}): LoadedSettings {
  const cwd = mkdtempSync(join(tmpdir(), 'pollux-settings-'));
  directories.push(cwd);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return loadSettings({ env, cwd });
}

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

const keysOf = (loaded: LoadedSettings, provider: string): readonly string[] | undefined =>
  loaded.settings.providers[provider]?.keys?.map((entry) => entry.key.reveal());

describe('an environment file', () => {
  it('with a list of Gemini keys, a map of clients and Redis', () => {
    const loaded = load({
      '.env': [
        '# the pool',
        'GEMINI_API_KEYS="key1,key2,key3,..."',
        'CLIENT_API_KEYS_MAP="secret-of-app-1:ClientApp1,secret-of-web-2:WebApp2"',
        'REDIS_URL="redis://localhost:6379"',
      ].join('\n'),
    });
    expect(keysOf(loaded, 'gemini')).toEqual(['key1', 'key2', 'key3']);
    expect(loaded.settings.clients.map((client) => [client.name, client.key.reveal()])).toEqual([
      ['ClientApp1', 'secret-of-app-1'],
      ['WebApp2', 'secret-of-web-2'],
    ]);
    expect(loaded.notices).toEqual([
      'GEMINI_API_KEYS: the entry "..." is not a key and was dropped',
      'redis_url does nothing yet; state is kept in this process',
    ]);
    expect(checkStart(loaded).mode).toBe('providers');
  });

  it('with one key, client keys, a port, a level and a flag of another framework', () => {
    const loaded = load({
      '.env':
        'GEMINI_API_KEY=AIzaSyC...of-mine\nAPI_KEYS=ck_1,ck_2\nPORT=5001\nLOG_LEVEL=INFO\nFLASK_DEBUG=False\n',
    });
    expect(keysOf(loaded, 'gemini')).toEqual(['AIzaSyC...of-mine']);
    expect(loaded.settings.clients.map((client) => client.name)).toEqual(['client-1', 'client-2']);
    expect(loaded.settings.server).toMatchObject({ host: '127.0.0.1', port: 5001 });
    expect(loaded.settings.logs.level).toBe('info');
    expect(loaded.notices).toEqual([]);
  });

  it('with a cooldown in minutes, a comment behind it and a level in quotes', () => {
    const loaded = load({
      '.env':
        'GEMINI_API_KEY=your_key_1,your_key_2\nKEY_COOLDOWN_MINUTES=1440 # 24 hours\nLOG_LEVEL="WARNING"\n',
    });
    expect(keysOf(loaded, 'gemini')).toEqual(['your_key_1', 'your_key_2']);
    expect(loaded.settings.key_cooldown_minutes).toBe(1440);
    expect(loaded.settings.logs.level).toBe('warn');
  });

  it('with models and retries for coding agents', () => {
    const loaded = load({
      '.env': [
        'GEMINI_API_KEY=k',
        'BIG_MODEL=gemini-big',
        'SMALL_MODEL=gemini-small',
        'MAX_TOKENS_LIMIT=8192',
        'REQUEST_TIMEOUT=90',
        'MAX_RETRIES=2',
        'MAX_STREAMING_RETRIES=12',
      ].join('\n'),
    });
    expect(loaded.settings).toMatchObject({
      big_model: 'gemini-big',
      small_model: 'gemini-small',
      max_tokens_limit: 8192,
      retry: { deadline: 90_000, max_attempts: 3 },
      stream_failover: 'before_first_byte',
    });
    expect(loaded.notices).toEqual([
      'MAX_RETRIES=2 is read as retry.max_attempts: 3 (the first attempt counts)',
      'MAX_STREAMING_RETRIES does nothing: streams obey retry.max_attempts and stream_failover',
    ]);
  });

  it('with no streaming retries at all: streams fail fast', () => {
    expect(load({ '.env': 'MAX_STREAMING_RETRIES=0' }).settings.stream_failover).toBe('fail_fast');
  });

  it('with keys of two vendors and a Rust log filter', () => {
    const loaded = load({
      '.env': 'PORT=8080\nOPENAI_API_KEY=sk-mine\nGEMINI_API_KEY=mine\nRUST_LOG=gateway=debug,warn\n',
    });
    expect([keysOf(loaded, 'openai'), keysOf(loaded, 'gemini')]).toEqual([['sk-mine'], ['mine']]);
    expect(loaded.settings.fallback_order).toEqual(['openai', 'gemini']);
    expect(loaded.settings.logs.level).toBe('warn');
  });
});

const GEMINI_GROUP = `
groups:
  - name: "default"
    target_url: "https://generativelanguage.googleapis.com/v1beta/openai/"
    api_keys:
      - "gemini-key-1"
      - "gemini-key-2"
`;

describe('a file with groups of keys', () => {
  it('means Gemini, spoken natively', () => {
    const loaded = load({ 'config.yaml': `server:\n  port: 4806\n${GEMINI_GROUP}` });
    expect(loaded.settings.server.port).toBe(4806);
    expect(loaded.settings.providers['gemini']).toMatchObject({
      type: 'gemini',
      base_url: 'https://generativelanguage.googleapis.com',
    });
    expect(keysOf(loaded, 'gemini')).toEqual(['gemini-key-1', 'gemini-key-2']);
    expect(loaded.notices).toEqual([]);
    expect(checkStart(loaded)).toEqual({ mode: 'providers', notices: [] });
  });

  it('may hold the admin token, Redis, the breaker and the blocking of keys', () => {
    const loaded = load({
      'config.yaml': `
server: { port: 4806, admin_token: "a-secure-admin-token" }
redis_url: "redis://localhost:6379"
circuit_breaker:
  failure_threshold: 7
  recovery_timeout_secs: 30
max_failures_threshold: 3
temporary_block_minutes: 5
${GEMINI_GROUP}`,
    });
    expect(loaded.settings.admin.token?.reveal()).toBe('a-secure-admin-token');
    expect(loaded.settings).toMatchObject({
      circuit_breaker: { failure_threshold: 7, recovery_timeout_secs: 30, success_threshold: 3 },
      max_failures_threshold: 3,
      temporary_block_minutes: 5,
    });
    expect(loaded.notices).toEqual(['redis_url does nothing yet; state is kept in this process']);
  });

  it('may hold every further setting that its program read', () => {
    const loaded = load({
      'config.yaml': `
server:
  port: 4806
  top_p: 0.9
  max_tokens_per_request: 4096
  connect_timeout_secs: 7
  request_timeout_secs: 45
  security: { require_https: true, allowed_ips: [] }
rate_limit_behavior: BlockUntilMidnight
redis_key_prefix: "proxy:"
internal_retries: 3
${GEMINI_GROUP}`,
    });
    expect(loaded.settings).toMatchObject({
      max_tokens_limit: 4096,
      timeouts: { connect: 7000 },
      retry: { deadline: 45_000, same_key_retries: 3 },
    });
    const answered = [
      'max_tokens_per_request',
      'connect_timeout_secs',
      'request_timeout_secs',
      'internal_retries',
    ];
    for (const name of [
      ...answered,
      'top_p',
      'security.require_https',
      'security.allowed_ips',
      'rate_limit_behavior',
      'redis_key_prefix',
    ]) {
      expect(loaded.notices.filter((notice) => notice.includes(name))).toHaveLength(1);
    }
  });

  it('gives a group behind a proxy, or elsewhere, a provider of its own', () => {
    const loaded = load({
      'config.yaml': `${GEMINI_GROUP}
  - { name: more, target_url: "https://generativelanguage.googleapis.com/v1beta/openai/", api_keys: [gemini-key-2, gemini-key-3] }
  - { name: far away, target_url: "https://generativelanguage.googleapis.com/v1beta/openai/", api_keys: [k4], proxy_url: "socks5://u:p@proxy.example:1080" }
  - { name: other, target_url: "https://api.example.com/v1/", api_keys: [k5] }
`,
    });
    expect(Object.keys(loaded.settings.providers)).toEqual(['gemini', 'far-away', 'other']);
    expect(keysOf(loaded, 'gemini')).toEqual(['gemini-key-1', 'gemini-key-2', 'gemini-key-3']);
    expect(loaded.settings.providers['far-away']).toMatchObject({ type: 'gemini' });
    expect(loaded.settings.providers['far-away']?.proxy?.reveal()).toBe('socks5://u:p@proxy.example:1080');
    expect(loaded.settings.providers['other']).toMatchObject({
      type: 'openai-compatible',
      base_url: 'https://api.example.com/v1',
    });
  });

  it('yields to keys in the environment, and says so', () => {
    const loaded = load({ 'config.yaml': GEMINI_GROUP }, { GEMINI_API_KEYS: 'from-environment' });
    expect(keysOf(loaded, 'gemini')).toEqual(['from-environment']);
    expect(loaded.notices).toEqual([
      'groups: the keys of group "default" are replaced by those of the environment',
    ]);
  });

  describe('and GEMINI_BASE_URL', () => {
    const here = 'http://127.0.0.1:9000';
    const elsewhere = GEMINI_GROUP.replace('generativelanguage.googleapis.com', 'relay.example');

    it.each([
      ['the usual address', GEMINI_GROUP],
      ['no address', GEMINI_GROUP.replace(/ {4}target_url.*\n/u, '')],
      ['an address of its own', elsewhere],
    ])('moves a group with %s there', (_, file) => {
      const loaded = load({ 'config.yaml': file }, { GEMINI_BASE_URL: `${here}/v1beta/` });
      expect(Object.keys(loaded.settings.providers)).toEqual(['gemini']);
      expect(loaded.settings.providers['gemini']).toMatchObject({ type: 'gemini', base_url: here });
      expect(keysOf(loaded, 'gemini')).toEqual(['gemini-key-1', 'gemini-key-2']);
      expect(loaded.notices).toEqual([]);
      expect(loaded.source.environment).toContain('GEMINI_BASE_URL');
    });

    it('leaves groups of other places where they are', () => {
      const file = `${GEMINI_GROUP}
  - { name: far, target_url: "https://relay.example/v1beta/openai/", api_keys: [k4] }
  - { name: other, target_url: "https://api.example.com/v1/", api_keys: [k5] }
`;
      const { providers } = load({ 'config.yaml': file }, { GEMINI_BASE_URL: here }).settings;
      expect(Object.entries(providers).map(([name, { base_url }]) => [name, base_url])).toEqual([
        ['gemini', here],
        ['far', 'https://relay.example'],
        ['other', 'https://api.example.com/v1'],
      ]);
    });

    it('moves the provider and the groups that share its address together', () => {
      const file = `providers: { gemini: { keys: [own] } }\n${GEMINI_GROUP}`;
      const loaded = load({ 'config.yaml': file }, { GEMINI_BASE_URL: here });
      expect(Object.keys(loaded.settings.providers)).toEqual(['gemini']);
      expect(loaded.settings.providers['gemini']).toMatchObject({ base_url: here });
      expect(keysOf(loaded, 'gemini')).toEqual(['own', 'gemini-key-1', 'gemini-key-2']);
    });

    it('is named in the message when it is no address', () => {
      expect(() => load({ 'config.yaml': GEMINI_GROUP }, { GEMINI_BASE_URL: 'ftp://x' })).toThrow(
        /GEMINI_BASE_URL/u,
      );
    });

    it('still means nothing when only groups of other vendors have keys', () => {
      const file = 'groups: [{ name: o, target_url: "https://api.example.com/v1", api_keys: [k] }]';
      const loaded = load({ 'config.yaml': file }, { GEMINI_BASE_URL: here });
      expect(loaded.notices).toEqual(['GEMINI_BASE_URL is ignored: no key of gemini is configured']);
    });
  });
});
