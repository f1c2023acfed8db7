// `npm run fuzz -- --runs 1000000 --seed 1`: fuzzed splits and faults over all pairs of dialects. `--sockets 3000` leads so
// many through a whole gateway instead. `--replay` runs one case, given by its seed or as it was printed, and shows its
// bytes. Exit code 1 when a caller was told a lie.

import { parseArgs } from 'node:util';
import { fuzz, fuzzSockets, renderCounts, type FuzzReport } from './fuzz.ts';
import { makeCase, runCase, type FuzzCase } from './run-case.ts';
import { shrinkCase } from './shrink-case.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    sockets: { type: 'string' },
    replay: { type: 'string' },
  },
});

if (values.sockets !== undefined)
  tellOf(await fuzzSockets(Number(values.sockets), Number(values.seed)), Number(values.seed));
else if (values.replay === undefined) runAll(Number(values.runs), Number(values.seed));
else replay(/^\d+$/u.test(values.replay) ? makeCase(Number(values.replay)) : readCase(values.replay));

function runAll(runs: number, seed: number): void {
  const report = fuzz(runs, seed, (done, failed) => {
    process.stderr.write(`${done} of ${runs}, ${failed} failed\n`);
  });
  tellOf(report, seed);
}

function tellOf(report: FuzzReport, seed: number): void {
  const { endings, failures } = report;
  console.log(renderCounts(report));
  console.log(`C Chat Completions, R Responses, M Messages, G Gemini, A Gemini as an array; provider>caller`);
  console.log(
    `seed ${seed}: ${report.runs} cases; callers heard ${endings.well} whole answers, ${endings.error} error events, ` +
      `${endings.unsent} errors before the first content`,
  );
  console.log(`${report.runs - failures.length} passed, ${failures.length} failed`);
  const [first] = failures;
  if (first === undefined) return;
  process.exitCode = 1;
  const all = failures.map(({ failing }) => shrinkCase(failing));
  const smallest =
    all.toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)[0] ?? first.failing;
  console.log(`the smallest of them: npm run fuzz -- --replay '${JSON.stringify(smallest)}'`);
  replay(smallest);
}

function replay(failing: FuzzCase): void {
  const { broken, delivered, wrong } = runCase(failing);
  console.log(`--- the provider, ending in ${broken.ending}\n${broken.bytes.toString()}`);
  console.log(
    `--- the caller${delivered.committed ? '' : ', who gets a whole error instead'}\n${delivered.text}`,
  );
  console.log(`--- ${wrong ?? 'nothing is wrong'}`);
  if (wrong !== undefined) process.exitCode = 1;
}

function readCase(text: string): FuzzCase {
  return JSON.parse(text) as FuzzCase;
}
