// Runs an agent to its end and reads what it wrote.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { tryParseJson } from '../../src/lib/json.ts';
import type { Agent, AgentJob, AgentReport } from './agent.ts';

const LONGEST_MS = 180_000;

export interface AgentRun extends AgentReport {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Runs `binary` with no input and no environment but its own; requests beyond this machine end at `proxyUrl`. */
export async function runAgent(
  agent: Agent,
  binary: string,
  job: AgentJob,
  proxyUrl: string,
): Promise<AgentRun> {
  const { args, env } = agent.prepare(job);
  const child = spawn(binary, args, {
    cwd: job.workspace,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      HOME: job.home,
      HTTP_PROXY: proxyUrl,
      HTTPS_PROXY: proxyUrl,
      NO_PROXY: '127.0.0.1,localhost',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const events = stdout.split('\n').map(tryParseJson);
  return { ...agent.report(events), exitCode, stderr: stderr.slice(-2000) };
}
