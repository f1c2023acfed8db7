// Prints outcomes: counts for each family and check, then every exception by its reason, then every failure.

import type { Outcome, OutcomeState } from './outcome.ts';

const STATES: readonly OutcomeState[] = ['holds', 'excepted', 'failed'];
/** More ids than this of one reason are only counted. */
const SHOWN_IDS = 12;

/** The whole report as text. */
export function renderReport(outcomes: readonly Outcome[]): string {
  return [
    renderCounts(outcomes),
    renderReasons('Exceptions', ofState(outcomes, 'excepted')),
    renderReasons('Failures', ofState(outcomes, 'failed')),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

function ofState(outcomes: readonly Outcome[], state: OutcomeState): readonly Outcome[] {
  return outcomes.filter((outcome) => outcome.state === state);
}

function renderCounts(outcomes: readonly Outcome[]): string {
  const rows = [...Map.groupBy(outcomes, ({ family, check }) => `${family}\0${check}`).values()].map(
    (group) => [group[0]?.family ?? '', group[0]?.check ?? ''].concat(countStates(group)),
  );
  return alignColumns([
    ['family', 'check', ...STATES, 'all'],
    ...rows,
    ['all', '', ...countStates(outcomes)],
  ]);
}

function countStates(outcomes: readonly Outcome[]): string[] {
  return [...STATES.map((state) => ofState(outcomes, state).length), outcomes.length].map(String);
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

function renderReasons(title: string, outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return '';
  const groups = [...Map.groupBy(outcomes, ({ check, reason }) => `${check}: ${reason}`)]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([reason, group]) => {
      const ids = [...new Set(group.map(({ id }) => id))];
      const more = ids.length > SHOWN_IDS ? ` and ${ids.length - SHOWN_IDS} more` : '';
      return `  ${group.length} × ${reason}\n      ${ids.slice(0, SHOWN_IDS).join(' ')}${more}`;
    });
  return `${title} (${outcomes.length})\n${groups.join('\n')}`;
}
