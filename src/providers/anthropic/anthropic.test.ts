import { expect, it } from 'vitest';
import { Secret } from '../../lib/secret.ts';
import { anthropicModelsPath, anthropicProvider } from './anthropic.ts';

it('shows its one credential and the version of the API', () => {
  expect(anthropicProvider.authHeaders(new Secret('sk-ant-x'))).toEqual({
    'x-api-key': 'sk-ant-x',
    'anthropic-version': '2023-06-01',
  });
});

it('asks for whole pages of the model list', () => {
  expect(anthropicModelsPath()).toBe('/v1/models?limit=1000');
  expect(anthropicModelsPath('a/b')).toBe('/v1/models?limit=1000&after_id=a%2Fb');
});
