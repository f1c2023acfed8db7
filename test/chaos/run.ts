// `npm run faults`: every fault at every door in every shape, printed as a table. Exit code 1 when a cell is not as it must be.
// Names of faults, or parts of them, as arguments: only those.

import { doors } from '../matrix/providers.ts';
import { findProblems, nameCell } from './cell-problems.ts';
import { faultRows } from './fault-rows.ts';
import { renderTable } from './render-table.ts';
import { runShape } from './run-world.ts';
import { shapesOf } from './shapes.ts';

const wanted = process.argv.slice(2);
const rows = faultRows.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
let failed = 0;
for (const door of doors) {
  const results = await Promise.all(shapesOf(door.dialect).map((shape) => runShape(door, shape, rows)));
  const cells = results.flatMap((result) => result.cells);
  console.log(`\nAt the door of ${door.name}\n${renderTable(cells)}`);
  for (const cell of cells) {
    const problems = findProblems(cell);
    if (problems.length === 0) continue;
    failed += 1;
    console.log(`NOT AS IT MUST BE  ${nameCell(cell)}: ${problems.join('; ')}`);
  }
  const left = results.map(({ inFlight, openSockets, timers }) => inFlight + openSockets + timers);
  const sum = left.reduce((total, count) => total + count, 0);
  if (sum > 0) failed += 1;
  console.log(`${cells.length} cells; held after closing: ${sum} (requests in flight, sockets, timers)`);
}
console.log(failed === 0 ? '\nEvery cell is as it must be.' : `\n${failed} not as they must be.`);
process.exitCode = failed === 0 ? 0 : 1;
