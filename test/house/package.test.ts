import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchNode } from '../support/fetch-node.ts';
import { runNpm } from '../support/run-npm.ts';
import { root } from './source-files.ts';

const runFile = promisify(execFile);
const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
  version: string;
  engines: { node: string };
};
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

function command(): string {
  return join(folder, 'node_modules', 'pollux', 'dist', 'cli', 'pollux.js');
}

function pollux(...args: readonly string[]) {
  return runFile(process.execPath, [command(), ...args], {
    cwd: folder,
    env: bareEnvironment(),
    timeout: 30_000,
  });
}

/** Starts the gateway where nothing is configured, asks it once, and tells it to stop. */
async function serveOnce(node: string): Promise<unknown> {
  const cwd = await mkdtemp(join(tmpdir(), 'pollux-serve-'));
  const gateway = spawn(node, [command(), 'serve', '--port', '0'], { cwd, env: bareEnvironment() });
  const exited = once(gateway, 'exit') as Promise<[number | null, string | null]>;
  try {
    const url = await addressSaidBy(gateway);
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer anything' },
      body: JSON.stringify({
        model: 'gemini-3.8-flash',
        messages: [{ role: 'user', content: 'hello' }],
      }),
    });
    const body = (await response.json()) as { choices: { message: { content: string } }[] };
    gateway.kill('SIGTERM');
    const [exitCode, signal] = await exited;
    return { status: response.status, says: body.choices[0]?.message.content, exitCode, signal };
  } finally {
    if (gateway.exitCode === null) gateway.kill('SIGKILL');
    await rm(cwd, { recursive: true, force: true });
  }
}

function addressSaidBy(gateway: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const address = /listens on (http:\S+)\n/u.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    };
    gateway.stdout?.on('data', read);
    gateway.stderr?.on('data', read);
    gateway.on('error', reject);
    gateway.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
}

const served = { status: 200, says: 'You said: hello', exitCode: 0, signal: null };

describe('the published package, installed in an empty project', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pollux-package-'));
    await runFile(process.execPath, [join(root, 'scripts', 'build.mjs')], {
      cwd: root,
      env: bareEnvironment(),
    });
    await runNpm(['pack', '--ignore-scripts', '--pack-destination', folder], root);
    await writeFile(join(folder, 'package.json'), '{ "private": true }');
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    await runNpm(
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

  it('serves a request and stops when it is told to', async () => {
    expect(await serveOnce(process.execPath)).toEqual(served);
  });

  it('does so on the oldest Node that it promises to run on', async ({ skip }) => {
    const oldest = Number(/\d+/u.exec(manifest.engines.node)?.[0]);
    const node = await fetchNode(oldest);
    if ('unreachable' in node)
      return skip(`Node ${oldest} cannot be had from npm: the registry is not reachable`);
    const { stdout } = await runFile(node.path, ['--version']);
    expect(stdout).toMatch(new RegExp(`^v${oldest}\\.`, 'u'));
    expect(await serveOnce(node.path)).toEqual(served);
  }, 150_000);

  it('holds neither sources nor tests, nor source maps', () => {
    const files = readdirSync(join(folder, 'node_modules', 'pollux'), { recursive: true, encoding: 'utf8' });
    expect(
      files.filter(
        (name) => /\.map$|\.test\.|^src/u.test(name) || (name.endsWith('.ts') && !name.endsWith('.d.ts')),
      ),
    ).toEqual([]);
  });
});
