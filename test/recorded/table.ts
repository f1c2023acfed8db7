// Prints outcomes: counts for each family and check, then every exception by its reason, then every failure.

import { alignColumns } from './align-columns.ts';
import type { Outcome, OutcomeState } from './outcome.ts';

const STATES: readonly OutcomeState[] = ['holds', 'excepted', 'failed'];
/** More than so many of one reason are only counted. */
const SHOWN_IDS = 4;
const SHOWN_CHECKS = 6;

/** The whole report as text. */
export function renderReport(outcomes: readonly Outcome[]): string {
  return [
    renderCounts(outcomes),
    renderReasons('Said in another form, nothing missing', ofState(outcomes, 'holds')),
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
  const head = ['family', 'check', ...STATES, 'all'];
  return alignColumns([head, ...rows, ['all', '', ...countStates(outcomes)]], 2);
}

function countStates(outcomes: readonly Outcome[]): string[] {
  return [...STATES.map((state) => ofState(outcomes, state).length), outcomes.length].map(String);
}

/** Each reason once, with the checks that it explains. An outcome may have several. */
function renderReasons(title: string, outcomes: readonly Outcome[]): string {
  const explained = outcomes.filter(({ reason }) => reason !== '');
  if (explained.length === 0) return '';
  const single = explained.flatMap((outcome) =>
    outcome.state === 'failed'
      ? [outcome]
      : outcome.reason.split('; ').map((reason) => Object.assign({}, outcome, { reason })),
  );
  const groups = [...Map.groupBy(single, ({ reason }) => reason)]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([reason, group]) => {
      const checks = [...new Set(group.map(({ check }) => check))];
      const ids = [...new Set(group.map(({ id }) => id))];
      return [
        `  ${group.length} × ${reason}`,
        `      in: ${shorten(checks, SHOWN_CHECKS, '; ')}`,
        `      e.g. ${shorten(ids, SHOWN_IDS, ' ')}`,
      ].join('\n');
    });
  return `${title} (${explained.length})\n${groups.join('\n')}`;
}

function shorten(items: readonly string[], shown: number, joint: string): string {
  const more = items.length > shown ? ` and ${items.length - shown} more` : '';
  return items.slice(0, shown).join(joint) + more;
}
