import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const COMMAND = join(import.meta.dirname, 'pollux.ts');

const directory = mkdtempSync(join(tmpdir(), 'pollux-command-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the command where nothing is configured; what does not end by itself has no status. */
function run(...args: readonly string[]) {
  const env = { PATH: process.env['PATH'], HOME: directory };
  return spawnSync(process.execPath, [COMMAND, ...args], {
    cwd: directory,
    env,
    encoding: 'utf8',
    timeout: 20_000,
  });
}

/** Runs the command in a Node that says it is of another version. */
function runAs(version: string) {
  const versions = `{ ...process.versions, node: '${version}' }`;
  const disguise = `Object.defineProperty(process, 'versions', { value: ${versions} })`;
  const preload = `data:text/javascript,${encodeURIComponent(disguise)}`;
  return spawnSync(process.execPath, ['--import', preload, COMMAND, '--version'], { encoding: 'utf8' });
}

describe('the command', () => {
  it('says in one sentence that Node is too old', () => {
    const { status, stderr, stdout } = runAs('20.20.2');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Pollux needs Node 24 or later, and this is 20\.20\.2[^\n]*\n$/u);
  });

  it('runs on the oldest Node that it needs', () => {
    expect(runAs('24.0.0')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d/u) as string });
  });

  it.each([
    ['under a file', join(directory, 'file', 'data')],
    // Linux answers as if /proc itself were not there, at which a search for the first parent to make never ends.
    ['where the system has none made', '/proc/pollux-data'],
  ])('says in one sentence that the data directory cannot be made: %s', (_where, path) => {
    writeFileSync(join(directory, 'file'), '');
    const { status, stdout, stderr } = run('serve', '--port', '0', '--data-dir', path);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^The configuration has a mistake:\n {2}data_dir \(from --data-dir\): .* cannot be made \(E[A-Z]+: .*\); name [^\n]*\n$/u,
    );
  });

  it.each([
    ['chek', ' did you mean check?'],
    ['kys', ' did you mean keys?'],
    ['frobnicate', ''],
  ])('says of %s, which is no command, what the commands are', (word, meant) => {
    expect(run(word, '--port', '0')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: `error: pollux has no command '${word}';${meant} commands: serve, check, simulate, keys\n`,
    });
  });

  it('says of what stands behind serve that it takes none', () => {
    const { status, stderr } = run('serve', 'pollux.yaml');
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^error: serve takes no argument 'pollux\.yaml'; a configuration file .* --config\n$/u,
    );
  });
});
