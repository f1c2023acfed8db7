import { describe, expect, it } from 'vitest';
import { checkBrowserGuard, type BrowserGuardInput } from './local-guard.ts';

const program: BrowserGuardInput = {
  host: 'localhost:8080',
  origin: undefined,
  secFetchSite: undefined,
  allowedOrigins: [],
  listeningPort: 8080,
};

describe('the Host', () => {
  it.each([
    'localhost',
    'localhost:8080',
    'LOCALHOST:9',
    '127.0.0.1:8080',
    '127.9.9.9',
    '[::1]:8080',
    '[::1]',
    'app.localhost:8080',
    'localhost.:8080',
  ])('%s is answered', (host) => {
    expect(checkBrowserGuard({ ...program, host })).toBe('ok');
  });

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'localhost.evil.example:8080',
    'xlocalhost',
    '192.168.1.5:8080',
    '0.0.0.0:8080',
    '[::]:8080',
    'localhost@evil.example',
    'evil.example#localhost',
    'localhost:8080, evil.example',
    'localhost:99999',
    'localhost:',
    '[::1',
  ])('%j is not, whatever name the attacker has pointed at this machine', (host) => {
    expect(checkBrowserGuard({ ...program, host })).toBe('bad_host');
  });
});

describe('the Origin', () => {
  it.each([
    'http://localhost:8080',
    'http://127.0.0.1:8080',
    'http://[::1]:8080',
    'http://app.localhost:8080',
  ])('%s is the gateway itself', (origin) => {
    expect(checkBrowserGuard({ ...program, origin, secFetchSite: 'same-origin' })).toBe('ok');
  });

  it.each([
    'null',
    '',
    'https://evil.example',
    'https://evil.example:8080',
    'http://localhost:3000',
    'http://localhost',
    'http://localhost.evil.example:8080',
    'chrome-extension://abcdefgh',
    'file://',
    'not an origin',
  ])('%j is foreign', (origin) => {
    expect(checkBrowserGuard({ ...program, origin })).toBe('cross_origin');
  });

  it('through a forwarded port is the gateway itself', () => {
    const forwarded = { ...program, host: 'localhost:9000', origin: 'http://localhost:9000' };
    expect(checkBrowserGuard(forwarded)).toBe('ok');
  });

  it.each([
    ['https://app.example.com', ['https://app.example.com']],
    ['HTTPS://APP.example.com', ['https://app.example.com']],
    ['http://localhost:3000', ['http://localhost:3000']],
    ['https://anything.example', ['*']],
  ])('%s is allowed by cors.origins %j', (origin, allowedOrigins) => {
    expect(checkBrowserGuard({ ...program, origin, secFetchSite: 'cross-site', allowedOrigins })).toBe('ok');
  });

  it.each([
    ['https://app.example.com.evil.example', ['https://app.example.com']],
    ['http://app.example.com', ['https://app.example.com']],
    ['null', ['null']],
  ])('%s is not allowed by cors.origins %j', (origin, allowedOrigins) => {
    expect(checkBrowserGuard({ ...program, origin, allowedOrigins })).toBe('cross_origin');
  });
});

describe('Sec-Fetch-Site', () => {
  it.each([
    ['cross-site', 'cross_origin'],
    ['Cross-Site ', 'cross_origin'],
    ['same-origin', 'ok'],
    ['none', 'ok'],
    [undefined, 'ok'],
  ])('%j without an Origin is answered %s', (secFetchSite, result) => {
    expect(checkBrowserGuard({ ...program, secFetchSite })).toBe(result);
  });

  it('cross-site is allowed when every origin is', () => {
    expect(checkBrowserGuard({ ...program, secFetchSite: 'cross-site', allowedOrigins: ['*'] })).toBe('ok');
  });
});

it('looks at the Host even when every origin is allowed', () => {
  expect(checkBrowserGuard({ ...program, host: 'evil.example', allowedOrigins: ['*'] })).toBe('bad_host');
});
