import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'pollux-database-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const modes = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory).map((name) => [name, (statSync(join(directory, name)).mode & 0o777).toString(8)]),
  );
const PRIVATE = { 'pollux.db': '600', 'pollux.db-shm': '600', 'pollux.db-wal': '600' };

describe.skipIf(process.platform === 'win32')('the files of the database', () => {
  it('are for this user alone', () => {
    const database = openDatabase(join(directory, 'pollux.db'));
    expect(modes()).toEqual(PRIVATE);
    database.close();
  });

  it('become so when others could read them before, those of a process that was killed too', () => {
    const path = join(directory, 'pollux.db');
    const killed = openDatabase(path);
    for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o664);
    const database = openDatabase(path);
    expect(modes()).toEqual(PRIVATE);
    database.close();
    killed.close();
  });
});
