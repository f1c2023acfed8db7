import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { createClientDirectory } from './client-directory.ts';

const directory = createClientDirectory([
  { name: 'web', key: new Secret('key-of-web'), models: ['gemini-*'] },
  { name: 'phone', key: new Secret('key-of-phone') },
]);

describe('a client directory', () => {
  it.each([
    ['key-of-web', 'web'],
    ['key-of-phone', 'phone'],
  ])('knows whose key %s is', (key, name) => {
    expect(directory.authenticate(key)?.name).toBe(name);
  });

  it.each([undefined, '', 'key-of-we', 'key-of-webb', 'KEY-OF-WEB', ' key-of-web', 'web'])(
    'takes %j for nobody',
    (key) => {
      expect(directory.authenticate(key)).toBeUndefined();
    },
  );

  it('says which models a client may ask for, and never its key', () => {
    expect(directory.authenticate('key-of-web')).toEqual({ name: 'web', models: ['gemini-*'] });
    expect(directory.authenticate('key-of-phone')).toEqual({ name: 'phone', models: undefined });
  });

  it('knows how many there are', () => {
    expect(directory.size).toBe(2);
    expect(createClientDirectory([]).authenticate('anything')).toBeUndefined();
  });
});
