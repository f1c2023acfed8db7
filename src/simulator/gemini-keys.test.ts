import { describe, expect, it } from 'vitest';
import type { KeyFault } from './simulator.ts';
import { createRefusedClient } from './gemini-failure.fixture.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const key = 'AIzaSyTest-00000000000000000000000000001';
const world = useSimulator({ keys: [{ key, project: '4711' }] });
const { simulator } = world;

const post = createRefusedClient(world, key);

const hello = { contents: [{ parts: [{ text: 'hello' }] }] };

describe('keys that are not in order', () => {
  const states: readonly [KeyFault, number, string, string, string?][] = [
    [
      'invalid',
      400,
      'INVALID_ARGUMENT',
      'API key not valid. Please pass a valid API key.',
      'API_KEY_INVALID',
    ],
    ['expired', 400, 'INVALID_ARGUMENT', 'API key expired. Please renew the API key.', 'API_KEY_INVALID'],
    ['leaked', 403, 'PERMISSION_DENIED', 'Your API key was reported as leaked. Please use another API key.'],
    [
      'suspended',
      403,
      'PERMISSION_DENIED',
      `Permission denied: Consumer 'api_key:${key}' has been suspended.`,
      'CONSUMER_SUSPENDED',
    ],
    [
      'service_disabled',
      403,
      'PERMISSION_DENIED',
      'has not been used in project 4711 before',
      'SERVICE_DISABLED',
    ],
    [
      'key_blocked',
      403,
      'PERMISSION_DENIED',
      'GenerativeService.GenerateContent are blocked.',
      'API_KEY_SERVICE_BLOCKED',
    ],
    ['location', 400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'],
    ['prepay_depleted', 402, 'RESOURCE_EXHAUSTED', 'Your Prepay credit balance is depleted.'],
    [
      'project_denied',
      403,
      'PERMISSION_DENIED',
      'Your project has been denied access. Please contact support.',
    ],
    [
      'unauthenticated',
      401,
      'UNAUTHENTICATED',
      'Expected OAuth 2 access token',
      'ACCESS_TOKEN_TYPE_UNSUPPORTED',
    ],
    ['billing_needed', 400, 'FAILED_PRECONDITION', 'Please enable billing on your project'],
  ];
  it.each(states)('a key that is %s is answered %i %s', async (state, status, name, message, reason) => {
    simulator.setKeyState(key, state);
    const { status: got, body } = await post('gemini-3.8-flash', hello);
    expect([got, body.error.code, body.error.status]).toEqual([status, status, name]);
    expect(body.error.message).toContain(message);
    expect(body.error.details?.find((detail) => detail.reason)?.reason).toBe(reason);
  });

  it('names the project of a disabled service as its consumer', async () => {
    simulator.setKeyState(key, 'service_disabled');
    const { body } = await post('gemini-3.8-flash', hello);
    expect(body.error.details?.[1]?.metadata?.['consumer']).toBe('projects/4711');
  });

  it.each([
    ['none', {}, '', 403, "Method doesn't allow unregistered callers"],
    ['a bearer token', { authorization: `Bearer ${key}` }, '', 401, 'Expected OAuth 2 access token'],
    [
      'header and query',
      { 'x-goog-api-key': key },
      `?key=${key}`,
      400,
      'Multiple authentication credentials received. Please pass only one.',
    ],
    [
      'header and bearer',
      { 'x-goog-api-key': key, authorization: 'Bearer x' },
      '',
      400,
      'Multiple authentication credentials received. Please pass only one.',
    ],
    ['an unknown key', { 'x-goog-api-key': 'AIzaNope' }, '', 400, 'API key not valid'],
  ])('refuses %s', async (_name, headers, query, status, message) => {
    const { status: got, body } = await post('gemini-3.8-flash', hello, headers, query);
    expect(got).toBe(status);
    expect(body.error.message).toContain(message);
  });

  it('accepts the key in the query alone', async () => {
    expect((await post('gemini-3.8-flash', hello, {}, `?key=${key}`)).status).toBe(200);
  });
});
