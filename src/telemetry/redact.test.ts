import { array, assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../lib/random.ts';
import { Secret } from '../lib/secret.ts';
import { createRedactor } from './redact.ts';

const googleKey = `AIzaSy${'Q'.repeat(29)}o_rA`;
const authKey = `AQ.Ab8${'R'.repeat(40)}wxyz`;

describe('shapes of secrets', () => {
  const cases: readonly [name: string, text: string, clean: string][] = [
    ['a Google key', `Invalid API key: ${googleKey}.`, 'Invalid API key: AIzaSy...o_rA.'],
    ['a Google key inside a URL path', `/v1/${googleKey}/x`, '/v1/AIzaSy...o_rA/x'],
    ['a Google auth key', `used ${authKey} twice`, 'used AQ.Ab8...wxyz twice'],
    [
      'an OpenAI key',
      `Incorrect API key provided: sk-proj-${'a'.repeat(40)}1234`,
      'Incorrect API key provided: sk-pro...1234',
    ],
    ['a key of another vendor', `gsk_${'b'.repeat(40)}wxyz`, 'gsk_bb...wxyz'],
    [
      'a bearer token',
      'authorization: Bearer eyJhbGciOi.abcdefgh.ijkl',
      'authorization: Bearer eyJhbG...ijkl',
    ],
    ['a bearer token in capitals', 'BEARER ABCDEFGHIJKLMNOPQRSTUVWX', 'BEARER ABCDEF...UVWX'],
    [
      'a short key in a query',
      'GET /v1beta/models?key=abc123&alt=sse',
      'GET /v1beta/models?key=abc...&alt=sse',
    ],
    ['a key after other parameters', '/x?alt=sse&api_key=abcdefgh"', '/x?alt=sse&api_key=abc..."'],
  ];
  it.each(cases)('masks %s', (_name, text, clean) => {
    expect(createRedactor().redact(text)).toBe(clean);
  });

  it.each([
    'risk-assessment-of-a-long-word',
    'Expected Bearer authentication',
    'the FAQ.section_about_everything_in_it',
    'monkey=banana',
    '{"text":"nothing here","key":"value"}',
  ])('leaves %j alone', (text) => {
    expect(createRedactor().redact(text)).toBe(text);
  });

  it('changes nothing the second time', () => {
    const redactor = createRedactor();
    const once = redactor.redact(`?key=${googleKey} Bearer ${authKey} sk-${'c'.repeat(30)} ?key=abc`);
    expect(redactor.redact(once)).toBe(once);
  });
});

describe('known secrets', () => {
  it('masks a secret of any shape, wherever it stands', () => {
    const redactor = createRedactor();
    redactor.add(new Secret('correct horse battery staple'));
    redactor.add('tiger42');
    expect(redactor.redact('xcorrect horse battery stapley tiger42')).toBe('xcorrec...apley tig...');
  });

  it('finds the longer of two secrets that begin alike', () => {
    const redactor = createRedactor();
    redactor.add('team-key-1');
    redactor.add('team-key-1-with-a-longer-tail');
    expect(redactor.redact('team-key-1-with-a-longer-tail, team-key-1')).toBe('team-k...tail, tea...');
  });

  it('finds the escaped forms of a secret, and keeps JSON whole', () => {
    const redactor = createRedactor();
    const secret = 'a"\\b/c d&e+f?g=h#i"j\\kl';
    redactor.add(secret);
    const line = redactor.redact(
      JSON.stringify({
        plain: secret,
        url: `https://x.test/?q=${encodeURIComponent(secret)}`,
        quoted: JSON.stringify(secret),
      }),
    );
    const parsed = JSON.parse(line) as { plain: string; url: string; quoted: string };
    expect(parsed.quoted).toBe('"a??b/c...j?kl"');
    expect(parsed.plain).toBe('a??b/c...j?kl');
    expect(parsed.url).toBe('https://x.test/?q=a??b/c...j?kl');
  });

  it('does not look for secrets so short that they stand in ordinary words', () => {
    const redactor = createRedactor();
    redactor.add('the');
    expect(redactor.redact('the theory')).toBe('the theory');
  });

  it('never lets a planted secret through, whatever the other secrets are', () => {
    // A six-letter secret that ends in three dots is its own mask.
    const word = string({ minLength: 6, maxLength: 60, unit: 'grapheme-ascii' }).filter(
      (text) => !text.includes('...'),
    );
    assert(
      property(array(word, { minLength: 1, maxLength: 8 }), (secrets) => {
        const redactor = createRedactor();
        for (const secret of secrets) redactor.add(secret);
        for (const secret of secrets) expect(redactor.redact(`\u0001${secret}\u0001`)).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });
});

describe('cost', () => {
  const megabyte = 1024 * 1024;
  const random = createSeededRandom(1);
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';
  const word = (length: number): string =>
    Array.from({ length }, () => letters.charAt(Math.floor(random() * letters.length))).join('');

  const hostile: Record<string, string> = {
    'half keys': 'AIzaSyAAAAAAAAA '.repeat(megabyte / 16),
    'repeated sk-': 'sk-'.repeat(megabyte / 3),
    'bearer and spaces': `bearer${' '.repeat(megabyte)}`.concat('bearer '.repeat(1000)),
    'dotted AQ.': 'AQ.aaaaaaaaaaaaaaaaaaaa.'.repeat(megabyte / 24),
    'empty query values': '?key='.repeat(megabyte / 5),
    'ordinary text': 'The quick brown fox. '.repeat(megabyte / 21),
  };
  it.each(Object.entries(hostile))(
    'reads a megabyte of %s with ten thousand known secrets in well under a second',
    (_name, text) => {
      const redactor = createRedactor();
      for (let index = 0; index < 10_000; index++) redactor.add(word(39));
      const before = performance.now();
      redactor.redact(text);
      expect(performance.now() - before).toBeLessThan(1000);
    },
  );
});
