import { expect, it } from 'vitest';
import { Secret } from '../../lib/secret.ts';
import { geminiProvider } from './gemini.ts';

it('shows exactly one credential', () => {
  expect(geminiProvider.authHeaders(new Secret('AQ.abc'))).toEqual({ 'x-goog-api-key': 'AQ.abc' });
});
