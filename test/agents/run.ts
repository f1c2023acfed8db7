// Lets coding agents from npm edit a file through the gateway, and tells how it went.
// Run: npm run agents [-- part of an agent's name, provider or model …]

import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SIMULATED_KEYS } from '../../src/simulator/keys.ts';
import { startDeadEndProxy } from './dead-end-proxy.ts';
import { ASK, FILE, layErrand } from './errand.ts';
import { installAgent } from './install-agent.ts';
import { judge, type SeenCall } from './judge.ts';
import { runAgent } from './run-agent.ts';
import { startPollux } from './start-pollux.ts';
import { trials, type Trial } from './trials.ts';

const CLIENT_KEY = 'agents-client-key-0123456789';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pollux-agents-')));
const proxy = await startDeadEndProxy();
const simulator = await startPollux(['simulate'], folder);
const failed: string[] = [];
try {
  const words = process.argv.slice(2);
  for (const trial of trials.filter((candidate) =>
    words.every((word) => titleOf(candidate).includes(word)),
  )) {
    const problems = await attempt(trial);
    if (problems.length > 0) failed.push(titleOf(trial));
    console.log(problems.length === 0 ? '  passed\n' : `  FAILED: ${problems.join('; ')}\n`);
  }
} finally {
  await simulator.close();
  proxy.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(failed.length === 0 ? 'All passed.' : `${failed.length} failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function titleOf({ agent, provider, model }: Trial): string {
  return `${agent.name} ${agent.version}, ${model} on ${provider}`;
}

/** Runs one trial in folders of its own; returns what was wrong. */
async function attempt(trial: Trial): Promise<string[]> {
  const binary = await installAgent(trial.agent);
  console.log(`${titleOf(trial)} (${trial.manner})`);
  const place = mkdtempSync(join(folder, 'trial-'));
  const home = makeFolder(place, 'home');
  const workspace = makeFolder(place, 'workspace');
  const data = makeFolder(place, 'data');
  writeFileSync(join(data, 'pollux.yaml'), JSON.stringify(settingsFor(trial)));
  const gateway = await startPollux(['serve'], data);
  try {
    await control('POST', 'reset');
    await control('POST', 'scripts', layErrand(workspace));
    const job = {
      home,
      workspace,
      gatewayUrl: gateway.url,
      clientKey: CLIENT_KEY,
      model: trial.model,
      ask: ASK,
    };
    const run = await runAgent(trial.agent, binary, job, proxy.url);
    const { calls } = (await control('GET', 'calls')) as { readonly calls: readonly SeenCall[] };
    const generating = calls.filter(({ operation }) =>
      /generateContent|^messages$|^responses$|completions$/iu.test(operation),
    );
    console.log(`  ${generating.length} turns; tools: ${run.tools.join(', ') || 'none'}`);
    console.log(`  requests at the provider: ${calls.map(({ status }) => status).join(' ') || 'none'}`);
    const outside = proxy.takeHosts();
    if (outside.length > 0) console.log(`  turned away from ${outside.join(', ')}`);
    return judge(trial, run, calls, readFileSync(join(workspace, FILE), 'utf8'));
  } finally {
    await gateway.close();
  }
}

function makeFolder(place: string, name: string): string {
  const path = join(place, name);
  mkdirSync(path);
  return path;
}

function settingsFor({ provider, model, servedBy }: Trial): unknown {
  const keys = DEFAULT_SIMULATED_KEYS.filter((key) => key.provider === provider).map(({ key }) => key);
  return {
    clients: [{ name: 'agents', key: CLIENT_KEY }],
    providers: { [provider]: { keys, base_url: simulator.url + (provider === 'openai' ? '/v1' : '') } },
    ...(servedBy !== undefined && { models: { [model]: servedBy } }),
  };
}

async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${simulator.url}/_simulator/${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
