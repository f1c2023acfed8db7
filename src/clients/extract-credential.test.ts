import { describe, expect, it } from 'vitest';
import { extractCredential, extractCredentials, type RequestHeaders } from './extract-credential.ts';

describe('extractCredentials', () => {
  it.each<[string, RequestHeaders, string, readonly string[]]>([
    ['a bearer token', { authorization: 'Bearer k' }, '', ['k']],
    ['a bearer token in any case and spacing', { authorization: '  bEARER \t k ' }, '', ['k']],
    ['x-api-key', { 'x-api-key': 'k' }, '', ['k']],
    ['x-goog-api-key', { 'x-goog-api-key': ' k ' }, '', ['k']],
    ['?key=', {}, '?alt=sse&key=k%2B1', ['k+1']],
    [
      'an empty x-goog-api-key beside a bearer token',
      { authorization: 'Bearer k', 'x-goog-api-key': '' },
      '',
      ['k'],
    ],
    ['the same key in several places, once', { authorization: 'Bearer k', 'x-api-key': 'k' }, 'key=k', ['k']],
    [
      'different ones in order',
      { 'x-goog-api-key': 'c', 'x-api-key': 'b', authorization: 'Bearer a' },
      'key=d',
      ['a', 'b', 'c', 'd'],
    ],
    ['repeated headers', { 'x-api-key': ['a', 'b'] }, '', ['a', 'b']],
    ['nothing', {}, '', []],
    ['other schemes, which are none', { authorization: 'Basic dTpw' }, '', []],
    ['the word alone, which is none', { authorization: 'Bearer' }, '', []],
    ['absurdly long ones, which are none', { 'x-api-key': 'k'.repeat(5000) }, '', []],
  ])('finds %s', (_, headers, query, keys) => {
    expect(extractCredentials(headers, query)).toEqual(keys);
  });
});

describe('extractCredential', () => {
  const headers = { authorization: 'Bearer stale', 'x-goog-api-key': 'valid' };

  it('takes the first one that is accepted', () => {
    expect(extractCredential(headers, '', (key) => key === 'valid')).toBe('valid');
  });

  it('takes the first one when none is accepted, so that its refusal can be logged', () => {
    expect(extractCredential(headers, '', () => false)).toBe('stale');
  });

  it('is undefined when none is presented', () => {
    expect(extractCredential({ 'x-api-key': '' }, new URLSearchParams('key='))).toBeUndefined();
  });
});
