import { describe, expect, it } from 'vitest';
import { knownProviders } from '../../config/known-providers.ts';
import { Secret } from '../../lib/secret.ts';
import { drainedProject, judgeCase, returned, type Case } from '../openai/openai-errors.fixture.ts';
import { compatibleProviders, createCompatibleProvider, findCompatible } from './compatible-providers.ts';
import { generic } from './generic.ts';

const named = Object.entries(compatibleProviders);
const ownServers = ['llamacpp', 'lmstudio', 'ollama', 'vllm'];

describe('the compatible services', () => {
  it('are those that the configuration knows by name, with the same base URLs', () => {
    const configured = Object.entries(knownProviders).filter(([, { type }]) => type === 'openai-compatible');
    expect(Object.fromEntries(named.map(([name, { baseUrl }]) => [name, baseUrl]))).toEqual(
      Object.fromEntries(configured.map(([name, { baseUrl }]) => [name, baseUrl])),
    );
  });

  it.each([...named, ['openai-compatible', generic] as const])(
    'have what they need: %s',
    (name, descriptor) => {
      expect(descriptor.name).toBe(name);
      const base = descriptor.baseUrl ?? 'https://resource.example/openai';
      expect(base).toMatch(/[^/]$/u);
      const { chat, models, probe, embeddings } = descriptor.paths;
      const paths = [chat('a model/x'), models, probe, embeddings?.('a model/x')];
      const urls = paths.filter((path) => path !== undefined).map((path) => base + path);
      expect(urls.map((url) => new URL(url).href)).toEqual(urls);
      const { quirks } = descriptor;
      for (const regex of [quirks.effortModels, quirks.fixedSamplingModels, quirks.webSearchModels]) {
        // A global or sticky one would remember where it stopped.
        expect(regex?.flags ?? 'u').toBe('u');
      }
      expect(quirks.maxStops).toBeGreaterThan(0);
      expect(quirks.efforts.length).toBeGreaterThan(0);
      for (const renamed of Object.keys(quirks.renamed)) expect(quirks.dropped).not.toContain(renamed);
    },
  );

  it('want a key, save for servers of one’s own', () => {
    expect(named.filter(([, { needsKey }]) => !needsKey).map(([name]) => name)).toEqual(ownServers);
  });

  it('are generic under a name of the user’s own, whatever the name', () => {
    expect(findCompatible('my-proxy')).toBe(generic);
    expect(findCompatible('constructor')).toBe(generic);
    expect(findCompatible('groq').name).toBe('groq');
  });
});

describe('the provider of a descriptor', () => {
  const provider = (name: string) => createCompatibleProvider(name, findCompatible(name));

  it('shows a credential as its service wants it, and none where there is none', () => {
    expect(provider('groq').authHeaders(new Secret('gsk'))).toEqual({ authorization: 'Bearer gsk' });
    expect(provider('azure').authHeaders(new Secret('k'))).toEqual({ 'api-key': 'k' });
    expect(provider('ollama').authHeaders(new Secret(''))).toEqual({});
  });

  it('goes by deployment at Azure, and by one path elsewhere', () => {
    expect(provider('azure').chatPath('my gpt', true)).toMatch(
      /^\/deployments\/my%20gpt\/chat\/completions\?api-version=\d{4}-\d\d-\d\d$/u,
    );
    expect(provider('mistral').chatPath('m', false)).toBe('/chat/completions');
  });

  it('keeps the name that it was configured with', () => {
    expect(provider('my-proxy')).toMatchObject({ name: 'my-proxy', dialect: 'openai-chat' });
  });
});

const limited = { headers: { 'x-ratelimit-limit-requests': '1000', 'x-ratelimit-remaining-requests': '0' } };

const verdicts: readonly (Case & { readonly service: string })[] = [
  {
    service: 'deepseek',
    name: 'a balance that is used up',
    status: 402,
    error: { message: 'Insufficient Balance', code: 'invalid_request_error' },
    expected: drainedProject,
  },
  {
    service: 'openrouter',
    name: 'credits that are used up',
    status: 402,
    error: { code: 402 },
    expected: drainedProject,
  },
  {
    service: 'openrouter',
    name: 'a prompt that was flagged',
    status: 403,
    error: { code: 403, metadata: { reasons: ['violence'], flagged_input: '…' } },
    expected: { row: 'content_policy', ...returned },
  },
  {
    service: 'openrouter',
    name: 'a key that may not',
    status: 403,
    error: { code: 403 },
    expected: { row: 'forbidden', fault: 'key' },
  },
  {
    service: 'openrouter',
    name: 'a bad gateway inside of a 200',
    status: 200,
    error: { code: 502, message: 'Provider returned error' },
    expected: { row: 'internal' },
  },
  {
    service: 'groq',
    name: "a day's requests",
    status: 429,
    error: { code: 'rate_limit_exceeded', type: 'requests' },
    ...limited,
    expected: {
      row: 'quota_per_day',
      effect: { kind: 'bucket_day', limits: [{ kind: 'rpd', value: 1000 }] },
    },
  },
  {
    service: 'groq',
    name: "a day's requests with the wait",
    status: 429,
    error: { code: 'rate_limit_exceeded', type: 'requests' },
    headers: { ...limited.headers, 'retry-after': '86' },
    expected: {
      row: 'quota_per_day',
      effect: {
        kind: 'bucket_cool',
        reason: 'per_day',
        retryAfterMs: 86_000,
        limits: [{ kind: 'rpd', value: 1000 }],
      },
    },
  },
  {
    service: 'cerebras',
    name: "a minute's tokens",
    status: 429,
    error: { code: 'token_quota_exceeded', type: 'too_many_tokens_error' },
    headers: {
      'x-ratelimit-limit-requests-day': '14400',
      'x-ratelimit-remaining-requests-day': '14000',
      'x-ratelimit-limit-tokens-minute': '60000',
      'x-ratelimit-remaining-tokens-minute': '0',
      'x-ratelimit-reset-tokens-minute': '11.5',
    },
    expected: {
      row: 'rate_limited',
      effect: {
        kind: 'bucket_cool',
        reason: 'per_minute',
        retryAfterMs: 11_500,
        limits: [{ kind: 'tpm', value: 60_000 }],
      },
    },
  },
  {
    service: 'mistral',
    name: 'a 429 with a sentence alone',
    status: 429,
    body: '{"object":"error","message":"Requests rate limit exceeded","type":"rate_limited","code":"1300"}',
    expected: {
      row: 'exhausted',
      effect: { kind: 'bucket_cool', reason: 'unspecified', retryAfterMs: undefined, limits: [] },
    },
  },
  {
    service: 'mistral',
    name: 'a list of complaints',
    status: 422,
    body: '{"detail":[{"type":"extra_forbidden","loc":["body","user"]}]}',
    expected: { row: 'bad_request', ...returned },
  },
  {
    service: 'xai',
    name: 'a wrong key, told by a sentence',
    status: 400,
    body: '{"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa***."}',
    expected: { row: 'key_invalid', effect: { kind: 'key_dead', reason: 'invalid' } },
  },
  {
    service: 'xai',
    name: 'no credits',
    status: 403,
    body: '{"code":"The caller does not have permission","error":"Your newly created team doesn\'t have any credits yet."}',
    expected: drainedProject,
  },
  {
    service: 'xai',
    name: 'a prompt that breaks the rules',
    status: 403,
    body: '{"code":"The caller does not have permission","error":"Content violates usage guidelines. Failed check: SAFETY"}',
    expected: { row: 'content_policy', ...returned },
  },
  {
    service: 'azure',
    name: 'a deployment that does not exist',
    status: 404,
    error: { code: 'DeploymentNotFound' },
    expected: { row: 'model_unknown', code: 'model_not_found' },
  },
  {
    service: 'vllm',
    name: 'a prompt that is too long, told by a sentence',
    status: 400,
    body: '{"object":"error","message":"This model\'s maximum context length is 4096 tokens. However, you requested 5000 tokens","type":"BadRequestError","code":400}',
    expected: { row: 'context_overflow', tokens: { used: 5000, allowed: 4096 } },
  },
];

describe('a failed answer of a compatible service', () => {
  it.each(verdicts)('is understood: $service, $name', (one) => {
    expect(judgeCase(one, findCompatible(one.service).verdicts)).toMatchObject(one.expected);
  });
});
