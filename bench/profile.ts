// Where the gateway's processor time goes in one scenario: the functions with the most self time.
// Run: node bench/profile.ts <scenario> [--floor] [--top 25] [--requests 12000] [--pace 4] [--keep file.cpuprofile]

import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { entries, startGateway } from './gateway.ts';
import { startLoadClient } from './load-client.ts';
import { startServer } from './part.ts';
import { pin } from './pin.ts';
import { cpuMicros } from './process-usage.ts';
import { scenarioOf } from './scenarios.ts';
import { readProfile, type CpuProfile, type Times } from './read-profile.ts';

const CONCURRENCY = 32;
const SAMPLE_MICROS = 200;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    floor: { type: 'boolean', default: false },
    top: { type: 'string', default: '25' },
    requests: { type: 'string' },
    pace: { type: 'string', default: '4' },
    keep: { type: 'string' },
  },
});
const name = positionals[0] ?? 'native';
const scenario = scenarioOf(name);
const top = Number(values.top);
const requests = Number(values.requests ?? scenario.requestsPerRound * 16);
const folder = mkdtempSync(join(tmpdir(), 'pollux-profile-'));
const upstream = await startServer('upstream.ts', [values.pace]);
const nodeArgs = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${SAMPLE_MICROS}`];
const target = values.floor ? 'floor' : 'gateway';
const profiled = values.floor
  ? await startServer('floor.ts', [upstream.origin], nodeArgs)
  : // From the sources, so that the line numbers are those one edits.
    await startGateway({ entry: entries.src, upstream: upstream.origin, nodeArgs });
const load = startLoadClient();
pin(profiled.pid, 'measured');
for (const { pid } of [upstream, load]) pin(pid, 'peer');
const job = { scenario: name, target, origin: profiled.origin, concurrency: CONCURRENCY } as const;
await load.run({ ...job, requests: scenario.warmUpRequests });
const cpuBefore = cpuMicros(profiled.pid);
const from = monotonicMicros();
await load.run({ ...job, requests });
const to = monotonicMicros();
const cpuPerRequest = (cpuMicros(profiled.pid) - cpuBefore) / requests;
await load.close();
await profiled.close();
await upstream.close();

const [file] = readdirSync(folder);
if (file === undefined) throw new Error('the profiled process left no profile behind');
const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
if (values.keep !== undefined) copyFileSync(join(folder, file), values.keep);
rmSync(folder, { recursive: true, force: true });

// The profile covers the process's whole life: start and warm-up are left out.
const times = readProfile(profile, from, to);
console.log(
  `${scenario.title}, ${target}: ${requests} requests, ${cpuPerRequest.toFixed(1)} µs of all threads each,`,
);
console.log(`${(times.busyMicros / requests).toFixed(1)} µs of them on the main thread\n`);
print('self time', times.self.slice(0, top));
print('self time by room or package', times.byRoom.slice(0, top));
const ours = times.withCallees.filter(([where]) => /  (?:src|bench)\//u.test(where));
print('own functions, with what they call before they wait', ours.slice(0, top));

function print(title: string, rows: Times): void {
  console.log(title);
  for (const [where, micros] of rows) {
    const share = ((100 * micros) / times.busyMicros).toFixed(1).padStart(5);
    console.log(`${share} % ${(micros / requests).toFixed(2).padStart(8)} µs  ${where}`);
  }
  console.log('');
}

/** The clock that V8 stamps samples with. */
function monotonicMicros(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
