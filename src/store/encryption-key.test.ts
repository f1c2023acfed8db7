import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { loadEncryptionKey } from './encryption-key.ts';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'pollux-key-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the encryption key', () => {
  it('is made once and read again, by this user only', () => {
    const first = loadEncryptionKey(undefined, directory);
    expect(first).toHaveLength(32);
    expect(loadEncryptionKey(undefined, directory).equals(first)).toBe(true);
    expect(statSync(join(directory, 'encryption.key')).mode & 0o777).toBe(0o600);
  });

  it('is refused when its file is empty: what it sealed could not be opened again', () => {
    writeFileSync(join(directory, 'encryption.key'), ' \n');
    expect(() => loadEncryptionKey(undefined, directory)).toThrow(/encryption\.key is empty/u);
  });

  it('leaves nothing but its file', () => {
    loadEncryptionKey(undefined, directory);
    expect(readdirSync(directory)).toEqual(['encryption.key']);
  });

  it('follows from the configured secret, whatever the file says', () => {
    const secret = new Secret('a configured secret');
    const key = loadEncryptionKey(secret, directory);
    expect(loadEncryptionKey(secret, undefined).equals(key)).toBe(true);
    expect(loadEncryptionKey(new Secret('another one'), directory).equals(key)).toBe(false);
  });

  it('is fresh where nothing is kept', () => {
    expect(loadEncryptionKey(undefined, undefined).equals(loadEncryptionKey(undefined, undefined))).toBe(
      false,
    );
  });
});
