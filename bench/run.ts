// What the gateway costs beside the floor: processor time per request (or per streamed event), side by side.
// Run: node bench/run.ts [scenario …] [--rounds 60] [--pace 4] [--concurrency 32]
// [--log-level info] [--from dist|src] [--save]

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { entries } from './gateway.ts';
import { measureScenario, type Figures, type ScenarioResult } from './measure-scenario.ts';
import { scenarioOf, scenarios } from './scenarios.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '60' },
    pace: { type: 'string', default: '4' },
    concurrency: { type: 'string', default: '32' },
    'log-level': { type: 'string', default: 'info' },
    from: { type: 'string', default: 'dist' },
    save: { type: 'boolean', default: false },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(scenarios);
for (const name of names) scenarioOf(name);
const settings = {
  rounds: Number(values.rounds),
  paceMs: Number(values.pace),
  concurrency: Number(values.concurrency),
  logLevel: values['log-level'],
};
const from = chooseEntry(values.from);
const command = ['node', 'bench/run.ts', ...process.argv.slice(2)].join(' ');
const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}`;
console.log(`${command}\n${machine}, gateway from ${from}, concurrency ${settings.concurrency}`);
console.log('processor time of the process alone, in µs: median (lowest–highest) of the rounds\n');
printRow([
  'scenario',
  'per',
  'floor',
  'gateway',
  'ratio',
  'lowest',
  'floor/s',
  'gw/s',
  'floor MiB',
  'gw MiB',
  'peak',
]);

const results: Record<string, ScenarioResult> = {};
for (const name of names) {
  const result = await measureScenario(name, entries[from], settings);
  results[name] = result;
  const { floor, gateway } = result;
  printRow([
    scenarioOf(name).title,
    scenarioOf(name).events > 1 ? 'event' : 'request',
    describe(floor),
    describe(gateway),
    result.ratio.toFixed(2),
    result.ratioOfLowest.toFixed(2),
    floor.requestsPerSecond.toFixed(0),
    gateway.requestsPerSecond.toFixed(0),
    floor.residentMib.now.toFixed(0),
    gateway.residentMib.now.toFixed(0),
    gateway.residentMib.peak.toFixed(0),
  ]);
}
if (values.save) save();

/** The built gateway where it can be built, as users run it; else the sources, which node runs as they are. */
function chooseEntry(wanted: string): keyof typeof entries {
  if (wanted === 'src') return 'src';
  const root = new URL('..', import.meta.url);
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'ignore' });
  if (status === 0) return 'dist';
  console.error('dist/ could not be built; measuring src/.');
  return 'src';
}

function describe({ micros }: Figures): string {
  return `${micros.median.toFixed(1)} (${micros.lowest.toFixed(1)}–${micros.highest.toFixed(1)})`;
}

function printRow(cells: readonly string[]): void {
  const widths = [33, 8, 21, 22, 6, 8, 9, 6, 10, 7, 5];
  const padded = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    return index < 2 ? cell.padEnd(width) : cell.padStart(width);
  });
  console.log(padded.join(''));
}

function save(): void {
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = new URL(`${at.replaceAll(/[:.]/gu, '-')}.json`, folder);
  writeFileSync(file, `${JSON.stringify({ at, command, machine, from, settings, results }, undefined, 2)}\n`);
  console.log(`\nsaved as ${file.pathname}`);
}
