import { describe, expect, it } from 'vitest';
import { movePathCredential } from './path-credential.ts';

describe('a key in the path', () => {
  it.each([
    ['/secret/v1beta/models', '/v1beta/models?key=secret'],
    [
      '/a+b%2F/v1beta/models/m:generateContent?alt=sse',
      '/v1beta/models/m:generateContent?alt=sse&key=a%2Bb%2F',
    ],
    ['/secret/v1beta/openai/chat/completions', '/v1beta/openai/chat/completions?key=secret'],
  ])('of %s goes where keys are looked for', (url, moved) => expect(movePathCredential(url)).toBe(moved));

  it.each([
    '/v1beta/models',
    '/v1beta/v1beta/models',
    '/v1/models',
    '/upload/v1beta/files',
    '/secret/v1betas/models',
    '/a/b/v1beta/models',
    '//v1beta/models',
    '/secret?x=/v1beta/',
    '/',
  ])('is not seen in %s', (url) => expect(movePathCredential(url)).toBe(url));
});
