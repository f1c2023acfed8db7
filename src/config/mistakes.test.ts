// What a person reads when the configuration is wrong.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { loadSettings, type LoadInput } from './load-settings.ts';

const directories: string[] = [];

function problemsOf(text: string, input: Partial<LoadInput> = {}, name = 'pollux.yaml'): readonly string[] {
  const cwd = mkdtempSync(join(tmpdir(), 'pollux-mistakes-'));
  directories.push(cwd);
  writeFileSync(join(cwd, name), text);
  try {
    loadSettings({ env: {}, cwd, ...input });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((line) => line.replace(`${cwd}/`, ''));
    throw error;
  }
}

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

describe('a wrong value', () => {
  it.each([
    ['server: { port: 70000 }', 'server.port: 70000 is not allowed; allowed: a whole number from 0 to 65535'],
    ['server: { port: 80.5 }', 'server.port: 80.5 is not allowed; allowed: a whole number from 0 to 65535'],
    ['auth: nobody', 'auth: "nobody" is not allowed; allowed: client_keys, none'],
    ['simulate: perhaps', 'simulate: "perhaps" is not allowed; allowed: true, false'],
    [
      'timeouts: { idle: 0 }',
      'timeouts.idle: 0 is not allowed; allowed: a time like 500ms, 3s, 10m or 1h (a bare number is seconds), above 0',
    ],
    ['server: [1]', 'server: a list is not allowed; allowed: a section of named settings'],
    [
      'providers: { gemini: { keys: { a: 1 } } }',
      'providers.gemini.keys: a mapping is not allowed; allowed: a list',
    ],
    [
      'clients: [{ name: web }]',
      'clients[0].key: missing; needed: a client key of visible ASCII characters without spaces, in quotes if it is all digits',
    ],
    [
      'providers: { azure: { keys: [k] } }',
      'providers.azure.base_url: missing; needed: an http:// or https:// URL',
    ],
    [
      'providers: { gemini: { keys: [k], api: responses } }',
      'providers.gemini.api: means nothing for type gemini; allowed: for openai and openai-compatible',
    ],
    [
      'providers: { openai: { keys: [k], api: respones } }',
      'providers.openai.api: "respones" is not allowed; allowed: auto, chat, responses; did you mean responses?',
    ],
    ['models: { fast: { targets: [] } }', 'models.fast: has no targets; needed: at least one'],
    [
      'models: { fast: [{ model: gemini-x, only_for: overload }] }',
      'models.fast: every target has only_for; needed: one without',
    ],
    [
      'models: { fast: [gemini-x, { model: gemini-y, only_for: overlod }] }',
      'models.fast.targets[1].only_for: "overlod" is not allowed; allowed: context, overload, content_policy; did you mean overload?',
    ],
    [
      'rate_limit_behavior: Sleep',
      'rate_limit_behavior: "Sleep" is not allowed; allowed: BlockUntilMidnight, RetryNextKey',
    ],
    ['admin: { token: ${NOWHERE} }', 'admin.token: names the variable ${NOWHERE}, which is not set'],
    [
      'providers: { gemini: { keys: [${NOWHERE}, { key: a-key-that-is-there }] } }',
      'providers.gemini.keys[0]: names the variable ${NOWHERE}, which is not set',
    ],
    ['models: { fast: ${NOWHERE} }', 'models.fast: names the variable ${NOWHERE}, which is not set'],
  ])('in %j is named with what is allowed', (text, line) => {
    expect(problemsOf(text)).toEqual([line]);
  });

  it.each([
    [{ env: { PORT: 'abc' } }, 'server.port (from PORT): "abc" is not allowed'],
    [{ env: { PORT: '1' }, argv: { port: 'abc' } }, 'server.port (from --port): "abc" is not allowed'],
    [{ env: { STREAM_FAILOVER: 'never' } }, 'stream_failover (from STREAM_FAILOVER): "never" is not allowed'],
    [{ env: { MAX_RETRIES: 'many' } }, 'MAX_RETRIES: "many" is not allowed'],
    [{ env: { API_KEYS: 'ok,not ok' } }, 'clients[1].key (from API_KEYS): "not..." is not allowed'],
  ])('says where it came from: %j', (input, line) => {
    expect(problemsOf('', input)).toEqual([expect.stringContaining(line)]);
  });

  it.each([
    ['providers: { gemini: { keys: [k], strategy: roundrobin } }', 'round_robin'],
    ['logs: { level: wran }', 'warn'],
    ['auth: client-key', 'client_keys'],
  ])('in %j is answered with the one that may be meant', (text, meant) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(new RegExp(`; did you mean ${meant}\\?$`, 'u'))]);
  });

  it('says that an older name brought it', () => {
    expect(problemsOf('server: { connect_timeout_secs: soon }')).toEqual([
      expect.stringContaining('timeouts.connect (from server.connect_timeout_secs): "soon" is not allowed'),
    ]);
  });
});

describe('a wrong name', () => {
  it.each([
    ['server: { prot: 1 }', 'server.prot: unknown setting; did you mean server.port?'],
    ['server: { body-limit: 1mb }', 'server.body-limit: unknown setting; did you mean server.body_limit?'],
    ['port: 80', 'port: unknown setting; did you mean server.port?'],
    ['timeout: {}', 'timeout: unknown setting; did you mean timeouts?'],
    [
      'providers: { gemini: { key: k } }',
      'providers.gemini.key: unknown setting; did you mean providers.gemini.keys?',
    ],
    [
      'providers: { gemini: { keys: [{ key: k, limits: { rmp: 1 } }] } }',
      'providers.gemini.keys[0].limits.rmp: unknown setting; did you mean providers.gemini.keys[0].limits.rpm?',
    ],
    [
      'providers: { gemnii: { keys: [k] } }',
      'providers.gemnii: no provider that Pollux knows; did you mean providers.gemini?',
    ],
    ['fallback_order: [openia]', 'fallback_order[0]: no provider is called "openia"; did you mean openai?'],
    [
      'models: { a: { provider: gemin, model: b } }',
      'models.a.targets[0].provider: no provider is called "gemin"; did you mean gemini?',
    ],
    [
      'models: { a: gemin/gemini-x, google: google/gemini-x }',
      'models.a.targets[0]: no provider is called "gemin"; did you mean gemini?',
    ],
    [
      '{ providers: { gemini: { keys: [k] } }, models: { a: [gemini-x, nosuch/x] } }',
      'models.a.targets[1]: no provider is called "nosuch"; allowed: gemini',
    ],
    ['admin: { zzzzzz: 1 }', 'admin.zzzzzz: unknown setting; known here: token'],
    ['cache: { toString: 1 }', 'cache.toString: unknown setting; known here: enabled, ttl, max_bytes'],
  ])('in %j comes with the right one', (text, line) => {
    expect(problemsOf(text)).toEqual([line]);
  });
});

it.each([
  ['openrouter: { keys: [k] }', 'vendor/x'],
  ['gemini: { keys: [k], base_url: "https://proxy.example" }', 'vendor/x'],
  ['gemini: { keys: [k] }', 'models/gemini-x'],
  ['gemini: { keys: [k] }', 'gpt-oss/x'],
])('takes a slash for a part of the name where there may be such a model: %s, %s', (provider, model) => {
  expect(problemsOf(`{ providers: { ${provider} }, models: { a: ${model} } }`)).toEqual([]);
});

it('reports all mistakes at once, those between sections too', () => {
  const text = `
server: { prot: 1 }
logs: { level: loud }
models: { a: { provider: nowhere-known, model: b } }
clients: [{ name: a, key: k }, { name: b, key: k }, { name: a, key: l }, { name: c }]
`;
  expect(problemsOf(text).map((line) => line.split(':')[0])).toEqual([
    'server.prot',
    'clients[3].key',
    'logs.level',
    'models.a.targets[0].provider',
    'clients[1].key',
    'clients[2].name',
  ]);
});

describe('a file that cannot be read', () => {
  it.each([
    ['pollux.yaml', 'a: 1\nb: [1,\nc: "x', /^pollux\.yaml, line 3, column \d+: not valid YAML/u],
    ['pollux.toml', 'a = 1\nb = = 2', /^pollux\.toml, line 2, column \d+: /u],
    ['pollux.yaml', '- 1', /^pollux\.yaml: must be a mapping of settings$/u],
    ['pollux.yaml', 'x: &a [*a]', /^pollux\.yaml: an alias refers to itself/u],
    ['pollux.yaml', 'a: 1\na: 2', /^pollux\.yaml, line 2, column 1: not valid YAML \(duplicate key\)$/u],
  ])('%s holding %j is placed by line and column', (name, text, line) => {
    expect(problemsOf(text, {}, name)[0]).toMatch(line);
  });

  it.each([
    [{ argv: { config: 'absent.yaml' } }, /^--config: absent\.yaml: there is no such file$/u],
    [{ env: { CONFIG_PATH: 'absent.yaml' } }, /^CONFIG_PATH: absent\.yaml: there is no such file$/u],
  ])('is named with who asked for it: %j', (input, line) => {
    expect(problemsOf('', input)).toEqual([expect.stringMatching(line)]);
  });
});

describe('a key', () => {
  const KEY = 'AIzaSyPlanted7Planted7Planted7Planted77';
  it.each([
    `providers: { gemini: { keys: ["${KEY} x"] } }`,
    `providers: { gemini: { keys: { ${KEY}: 1 } } }`,
    `providers: { gemini: { keys: [{ key: k, ${KEY}: 1 }] } }`,
    `providers: { ${KEY}: { keys: [k] } }`,
    `providers: { openai: { keys: [k], base_url: "https://u:${KEY}@x.example/v1" } }`,
    `providers: { openai: { keys: [k], proxy: "u:${KEY}@x" } }`,
    `providers: ${KEY}`,
    `${KEY}: 1`,
    `admin: ${KEY}`,
    `logs: { level: ${KEY} }`,
    `redis_url: "http://:${KEY}@x"`,
    `fallback_order: [${KEY}]`,
    `models: { a: { provider: ${KEY}, model: b } }`,
    `server: { port: ${KEY} }`,
    `server: { host: "${KEY}`,
    `a: ${KEY}: b`,
  ])('in the wrong place is never shown in full: %j', (text) => {
    const problems = problemsOf(text);
    expect(problems).not.toEqual([]);
    expect(problems.join('\n')).not.toContain('Planted7Planted7');
  });

  it.each([`a = "${KEY}`, `a = ${KEY}`, `${KEY} ${KEY}`])(
    'in broken TOML is never shown either: %j',
    (text) => {
      const problems = problemsOf(text, {}, 'pollux.toml');
      expect(problems).not.toEqual([]);
      expect(problems.join('\n')).not.toContain('Planted7Planted7');
    },
  );
});
