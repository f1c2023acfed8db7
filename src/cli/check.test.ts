import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CommandLineOverrides } from '../config/command-line.ts';
import { check } from './check.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'pollux-check-'));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

function run(
  options: CommandLineOverrides,
  env: NodeJS.ProcessEnv = {},
): { code: number; printed: string; complaints: string } {
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = check(options, {
    env,
    cwd,
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
  });
  return { code, printed: printed.join('\n'), complaints: complaints.join('\n') };
}

describe('pollux check', () => {
  it('prints the notices and the configuration in force as YAML', () => {
    writeFileSync(
      join(cwd, 'mine.yaml'),
      'server: { port: 7000, workers: 2 }\nproviders: { openai: { keys: [sk-planted-planted-planted] } }',
    );
    const { code, printed, complaints } = run({ config: 'mine.yaml' }, { LOG_LEVEL: 'debug' });
    expect([code, complaints]).toEqual([0, '']);
    expect(printed).toContain(`# From: ${join(cwd, 'mine.yaml')}; LOG_LEVEL`);
    expect(printed).toContain('# Notice: server.workers: 2 does nothing yet');
    expect(parse(printed)).toMatchObject({
      server: { port: 7000 },
      logs: { level: 'debug' },
      retry: { deadline: '10m' },
    });
    expect(printed).toContain('sk-pla...nted');
    expect(printed).not.toContain('planted-planted');
  });

  it('takes settings of the command line into account', () => {
    expect(parse(run({ port: '7001' }).printed)).toMatchObject({ server: { port: 7001 } });
  });

  it('lists the mistakes and ends with 1', () => {
    expect(run({ port: 'x', auth: 'y' })).toEqual({
      code: 1,
      printed: '',
      complaints: expect.stringMatching(/2 mistakes:\n {2}server\.port.*\n {2}auth/u),
    });
  });

  it('refuses what serve would refuse to start', () => {
    const { code, complaints } = run({ host: '0.0.0.0' }, { GEMINI_API_KEY: 'k' });
    expect(code).toBe(1);
    expect(complaints).toContain('no client keys are configured');
  });
});
