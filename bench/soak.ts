// A long run under chaos: prints what became of every request and how memory went. Exit code 1 when anything is wrong.
// Run: node bench/soak.ts --requests 200000

import { parseArgs } from 'node:util';
import { runSoak } from './run-soak.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    concurrency: { type: 'string', default: '64' },
    minutes: { type: 'string', default: '60' },
    'keep-log': { type: 'string' },
  },
});
const SHOWN_EVERY = 10_000;

// Interrupted, it leaves nothing behind: the parts end with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const report = await runSoak({
  requests: Number(values.requests),
  concurrency: Number(values.concurrency),
  longestMs: Number(values.minutes) * 60_000,
  keepLog: values['keep-log'],
  onProgress: ({ done, residentMib }) => {
    if (done % SHOWN_EVERY === 0) console.log(`${done} requests, ${residentMib.toFixed(0)} MiB`);
  },
});
const { providers, memorySlope, heapMib, inFlight } = report;
const requests = Object.values(report.fates).reduce((sum, count) => sum + count, 0);
console.log(`requests       ${requests} in ${report.seconds.toFixed(0)} s`);
for (const [kind, count] of Object.entries(report.fates)) console.log(`  ${kind.padEnd(12)} ${count}`);
console.log(
  `provider calls ${providers.calls}, faults planned ${providers.faults}, given up ${providers.aborted}`,
);
console.log(`held at the end: ${inFlight} requests at the gateway, ${providers.openCalls} at the providers`);
console.log(
  `resident slope   ${memorySlope === undefined ? 'too short a run' : `${memorySlope.toFixed(2)} MiB per 100,000 requests after the first third`}`,
);
console.log(
  `heap in use    ${heapMib.map((mib) => mib.toFixed(1)).join(', ')} MiB after each third, collected`,
);
for (const problem of report.problems) console.log(`PROBLEM ${problem}`);
const failed = report.problemCount + inFlight + providers.openCalls;
console.log(failed === 0 ? 'Every request had its one honest outcome.' : `${failed} things went wrong.`);
process.exitCode = failed === 0 ? 0 : 1;
