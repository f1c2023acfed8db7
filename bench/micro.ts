// What one call costs in the files that were tuned, each in a process of its own: what ran before would shape the compiled
// code. Run: node bench/micro.ts [name …]

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { measureCases } from './measure-cases.ts';
import { loadCases, microNames } from './micro-files.ts';

const asked = process.argv.slice(2);
const names = asked.length === 0 ? microNames : asked;
const unknown = names.find((name) => !microNames.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}. Known are: ${microNames.join(', ')}`);
  process.exitCode = 2;
} else if (names.length === 1 && names[0] !== undefined) {
  const figures = measureCases(await loadCases(names[0]));
  for (const { title, median, lowest } of figures)
    console.log(
      `${names[0].padEnd(18)} ${title.padEnd(48)} ${median.toFixed(1).padStart(10)} ${lowest.toFixed(1).padStart(10)}`,
    );
} else {
  console.log(`${'nanoseconds a call'.padEnd(67)} ${'median'.padStart(10)} ${'lowest'.padStart(10)}`);
  for (const name of names) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
}
