import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOrMakeSecretFile } from './secret-file.ts';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pollux-secret-'));
  path = join(directory, 'secret');
});
afterEach(() => rmSync(directory, { recursive: true }));

const mode = (): string => (statSync(path).mode & 0o777).toString(8);

describe.skipIf(process.platform === 'win32')('the file of a secret', () => {
  it('that was made is for this user alone', () => {
    expect(readOrMakeSecretFile(path, () => 'made')).toBe('made');
    expect(mode()).toBe('600');
  });

  it.each([0o644, 0o666, 0o660, 0o400])(
    'that was there with mode %o becomes so, its secret unchanged',
    (wide) => {
      writeFileSync(path, 'kept\n', { mode: wide });
      expect(readOrMakeSecretFile(path, () => 'made')).toBe('kept');
      expect(mode()).toBe('600');
      expect(readFileSync(path, 'utf8')).toBe('kept\n');
    },
  );
});
