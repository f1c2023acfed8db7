// The result as text: counts by schema, then what is invalid in ours, then what is in the recordings.

import { alignColumns } from '../recorded/align-columns.ts';
import type { Count, Tally } from './tally.ts';

const SHOWN_PLACES = 3;
const NONE: Count = { checked: 0, valid: 0, excepted: 0 };

/** The whole report. */
export function renderValidation(ours: Tally, recorded: Tally): string {
  const schemas = [...new Set([...ours.counts.keys(), ...recorded.counts.keys()])].sort();
  const rows = schemas.map((schema) => row(schema, ours.counts.get(schema), recorded.counts.get(schema)));
  const all = row('all', sum(ours), sum(recorded));
  const head = ['schema', 'checked', 'valid', 'excepted', 'recorded', 'valid of these'];
  return [
    alignColumns([head, ...rows, all], 1),
    renderPlaces('Exceptions', ours.exceptions),
    renderPlaces('Invalid', ours.mistakes),
    renderPlaces('Recorded, and invalid by the specification', recorded.mistakes),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

function row(name: string, ours: Count = NONE, recorded: Count = NONE): readonly string[] {
  return [name, ...[ours.checked, ours.valid, ours.excepted, recorded.checked, recorded.valid].map(String)];
}

function sum({ counts }: Tally): Count {
  const all = { ...NONE };
  for (const { checked, valid, excepted } of counts.values()) {
    all.checked += checked;
    all.valid += valid;
    all.excepted += excepted;
  }
  return all;
}

function renderPlaces(title: string, found: Tally['mistakes']): string {
  if (found.size === 0) return '';
  const lines = [...found]
    .sort((a, b) => b[1].length - a[1].length)
    .map(([sentence, places]) => {
      const shown = [...new Set(places)].slice(0, SHOWN_PLACES).join('; ');
      return `  ${places.length} × ${sentence}\n      ${shown}`;
    });
  return `${title} (${found.size})\n${lines.join('\n')}`;
}
