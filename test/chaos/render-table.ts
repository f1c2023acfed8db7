// The fault matrix of one door for people: a line for each fault, a column for each shape.

import { findProblems } from './cell-problems.ts';
import type { CellResult } from './run-world.ts';

/** Outcome, and attempts at the providers: whole answers first, then streams. */
export function renderTable(cells: readonly CellResult[]): string {
  const faults = [...new Set(cells.map(({ fault }) => fault))];
  const shapes = [...new Set(cells.map(({ shape }) => shape))];
  const legend = shapes.map((shape, index) => `  ${index + 1}: ${shape}`);
  const head = ['', ...shapes.map((_, index) => String(index + 1))];
  const lines = faults.map((fault) =>
    [fault].concat(
      shapes.map((shape) =>
        cells
          .filter((cell) => cell.fault === fault && cell.shape === shape)
          .map(describe)
          .join(', '),
      ),
    ),
  );
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const rendered = all.map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  return [...legend, ...rendered].join('\n');
}

function describe(cell: CellResult): string {
  const { kind, status } = cell.seen;
  const what = kind === 'error' ? String(status) : kind === 'error event' ? 'event' : kind;
  return `${what}×${cell.attempts}${findProblems(cell).length > 0 ? ' !' : ''}`;
}
