import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const COMMAND = join(import.meta.dirname, 'pollux.ts');

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
});
