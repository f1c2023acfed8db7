import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './source-files.ts';

const runFile = promisify(execFile);
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
const key = `AQ.${'k'.repeat(40)}tail`;
let folder: string;

/** Only what a stranger's shell has: none of the settings of whoever runs the tests. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) =>
    /^(?:HOME|USERPROFILE|APPDATA|TMPDIR|TEMP|SystemRoot|https?_proxy|no_proxy)$/iu.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
  };
}

/** npm keeps what it was told about registries and certificates, but not that it is being run in this repository. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?:config_(?:local_)?prefix|package_|lifecycle_)/u.test(name),
  );
  return Object.fromEntries(kept);
}

function npm(args: readonly string[], cwd: string) {
  const windows = process.platform === 'win32';
  return runFile('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: npmEnvironment(),
    shell: windows,
  });
}

function pollux(...args: readonly string[]) {
  const command = join(folder, 'node_modules', 'pollux', 'dist', 'cli', 'pollux.js');
  return runFile(process.execPath, [command, ...args], {
    cwd: folder,
    env: bareEnvironment(),
    timeout: 30_000,
  });
}

describe('the published package, installed in an empty project', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pollux-package-'));
    await runFile(process.execPath, [join(root, 'scripts', 'build.mjs')], {
      cwd: root,
      env: bareEnvironment(),
    });
    await npm(['pack', '--ignore-scripts', '--pack-destination', folder], root);
    await writeFile(join(folder, 'package.json'), '{ "private": true }');
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    await npm(
      [
        'install',
        '--omit=dev',
        '--ignore-scripts',
        '--prefer-offline',
        `./${tarball ?? 'nothing-was-packed.tgz'}`,
      ],
      folder,
    );
  }, 180_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the command where npm links it', () => {
    expect(readdirSync(join(folder, 'node_modules', '.bin'))).toContain('pollux');
  });

  it('starts from its link and says its version', async () => {
    const link = join(folder, 'node_modules', '.bin', process.platform === 'win32' ? 'pollux.cmd' : 'pollux');
    const { stdout } = await runFile(link, ['--version'], {
      cwd: folder,
      env: bareEnvironment(),
      shell: process.platform === 'win32',
    });
    expect(stdout.trim()).toBe(manifest.version);
  });

  it('accepts a sound configuration, and shows no key of it', async () => {
    await writeFile(join(folder, 'pollux.yaml'), `providers:\n  gemini:\n    keys: [${key}]\n`);
    const { stdout, stderr } = await pollux('check');
    expect(stdout + stderr).not.toContain(key);
    expect(stdout).not.toBe('');
  });

  it('names the wrong setting of an unsound one, and fails', async () => {
    await writeFile(
      join(folder, 'pollux.yaml'),
      `server:\n  prot: 8080\nproviders:\n  gemini:\n    keys: [${key}]\n`,
    );
    const failure = await pollux('check').then(
      () => undefined,
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );
    expect(failure?.code).toBeGreaterThan(0);
    expect(`${failure?.stdout}${failure?.stderr}`).toMatch(/prot\b[\s\S]*port/u);
  });

  it('holds neither sources nor tests, nor source maps', () => {
    const files = readdirSync(join(folder, 'node_modules', 'pollux'), { recursive: true, encoding: 'utf8' });
    expect(
      files.filter(
        (name) => /\.map$|\.test\.|^src/u.test(name) || (name.endsWith('.ts') && !name.endsWith('.d.ts')),
      ),
    ).toEqual([]);
  });
});
