// What `npm start` boots, as a process of its own, where nothing is configured: it answers, says by whom, and stops well.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allAskers } from './askers.ts';
import { runNpm } from '../support/run-npm.ts';
import { spawnGateway } from '../support/spawn-gateway.ts';
import { createSdks } from './sdk-world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const COMMAND = join(ROOT, 'src', 'cli', 'pollux.ts');
const directory = mkdtempSync(join(tmpdir(), 'pollux-start-'));
let gateway: ChildProcess;
let output = '';
let url = '';

beforeAll(async () => {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: directory, POLLUX_DATA_DIR: directory };
  gateway = spawn(process.execPath, [COMMAND, 'serve', '--port', '0'], { cwd: directory, env });
  url = await new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /listens on (http:\S+)\n/u.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    gateway.stdout?.on('data', read);
    gateway.stderr?.on('data', read);
    gateway.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
});

afterAll(() => {
  if (gateway.exitCode === null) gateway.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

describe('the gateway without any configuration', () => {
  it.each(allAskers.map((asker) => [asker.name, asker] as const))('answers %s', async (_name, { ask }) => {
    expect(await ask(createSdks(url, 'anything'), 'hello')).toBe('You said: hello');
  });

  it('says plainly that a simulator answers', async () => {
    expect(output).toMatch(/built-in simulator/u);
    const messages = [{ role: 'user' as const, content: 'hello' }];
    const { response } = await createSdks(url)
      .openai.chat.completions.create({ model: 'gemini-3.8-flash', messages })
      .withResponse();
    expect(response.headers.get('x-pollux-simulator')).toMatch(/./u);
    const health: unknown = await (await fetch(`${url}/health/detailed`)).json();
    expect(health).toMatchObject({ simulator: true });
  });

  it('leaves its port to itself: a second one ends, and says what to do', async () => {
    const { PATH = '' } = process.env;
    const second = spawn(process.execPath, [COMMAND, 'serve', '--port', new URL(url).port], {
      cwd: directory,
      env: { PATH, HOME: directory, POLLUX_DATA_DIR: directory },
    });
    let said = '';
    second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    try {
      expect(await once(second, 'close')).toEqual([1, null]);
      expect(said).toMatch(/EADDRINUSE.*another program listens there; choose another port/u);
    } finally {
      second.kill('SIGKILL');
    }
  });

  it('finishes the stream that runs when it is told to stop, and exits with 0', async () => {
    const exited = once(gateway, 'exit') as Promise<[number | null, string | null]>;
    const answer = await startSlowAnswer(url);
    gateway.kill('SIGTERM');
    expect(await answer()).toBe('You said: take your time');
    expect(await exited).toEqual([0, null]);
  });

  it('finishes it too when the terminal is closed', async () => {
    const other = await spawnGateway(directory, {});
    try {
      const answer = await startSlowAnswer(other.url);
      const exitCode = other.hangUp();
      expect(await answer()).toBe('You said: take your time');
      expect(await exitCode).toBe(0);
    } finally {
      await other.end('SIGKILL');
    }
  });
});

/** Resolves once the gateway is at it; gives the way to wait for the whole. */
async function startSlowAnswer(from: string): Promise<() => Promise<string | null>> {
  // The name makes the simulated model wait before its first word.
  const model = 'gemini-3.8-flash-sim-slow-first-token-1500';
  const stream = createSdks(from).openai.chat.completions.stream({
    model,
    messages: [{ role: 'user', content: 'take your time' }],
  });
  const answer = stream.finalContent();
  await expect.poll(() => inFlight(from), { timeout: 5000 }).toBe(1);
  return () => answer;
}

async function inFlight(from: string): Promise<number> {
  const page = await (await fetch(`${from}/metrics`)).text();
  return Number(/^pollux_in_flight (\d+)$/mu.exec(page)?.[1]);
}

it.each([
  ['--simulate', '--simulate'],
  ['--port=0', '--port'],
])(
  'npm start %s, which npm would not pass on, says where options go and starts nothing',
  async (given, option) => {
    await expect(runNpm(['start', given], ROOT, 15_000)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        new RegExp(`^npm keeps ${option} to itself: .* npm start -- ${option}\\b.*$`, 'mu'),
      ) as string,
    });
  },
);
