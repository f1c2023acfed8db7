// What is wrong with a cell of the matrix, in words; nothing when it is as it must be.

import type { CellResult } from './run-world.ts';

/** Far above what the clocks of a hasty world allow, and far below those of a steady one. */
const LONGEST_MS = 30_000;

/** One sentence for each thing that is wrong. */
export function findProblems(cell: CellResult): readonly string[] {
  const { expected, seen } = cell;
  const problems: string[] = [];
  const compare = (what: string, is: unknown, must: unknown): void => {
    if (is !== must) problems.push(`${what} is ${String(is)}, must be ${String(must)}`);
  };
  compare('the outcome', seen.kind, expected.kind);
  compare('the status', seen.status, expected.status);
  compare('the type', seen.type, expected.type);
  compare('the number of attempts', cell.attempts, expected.attempts);
  if (expected.hasRetryAfter !== undefined)
    compare('a time to come back', (seen.retryAfter ?? 0) > 0, expected.hasRetryAfter);
  compare('what is left behind', JSON.stringify(cell.leftovers), '{}');
  compare('the outcome afterwards', cell.afterwards.kind, cell.healthy);
  if (problems.length > 0) problems.push(`the client had ${seen.text.slice(-500)}`);
  if (cell.tookMs > LONGEST_MS) problems.push(`it took ${Math.round(cell.tookMs)} ms`);
  return problems;
}

/** The cell's place in the matrix. */
export function nameCell({ door, shape, fault, stream }: CellResult): string {
  return `${fault} | ${stream ? 'streamed' : 'whole'} | ${door} | ${shape}`;
}
