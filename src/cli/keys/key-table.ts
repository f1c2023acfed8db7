// The list of keys for the terminal.

import { asObject, asString, type JsonObject } from '../../lib/json.ts';

const COLUMNS: readonly (readonly [title: string, field: string])[] = [
  ['ID', 'id'],
  ['PROVIDER', 'provider'],
  ['KEY', 'listed_as'],
  ['NAME', 'name'],
  ['PROJECT', 'project'],
  ['STATE', 'state'],
  ['REASON', 'reason'],
  ['UNTIL', 'until'],
  ['SOURCE', 'source'],
];

/** Aligned columns under a head; columns that are empty for all are left out. */
export function renderKeyTable(keys: readonly JsonObject[]): string {
  if (keys.length === 0) return 'There are no keys.';
  const columns = COLUMNS.filter(([, field]) => keys.some((key) => show(key[field]) !== ''));
  const rows = [
    columns.map(([title]) => title),
    ...keys.map((key) => columns.map(([, field]) => show(key[field]))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line on what became of a test. */
export function describeCheck(key: JsonObject): string {
  const check = asObject(key['check']);
  const who = `${show(key['listed_as'])}  ${show(key['id'])}`;
  if (check?.['ok'] === true) return `ok       ${who}`;
  return `refused  ${who}  ${show(check?.['row'])}: ${show(check?.['message'])}`;
}

/** Names come from people and messages from providers: neither may steer the terminal. */
export function show(value: unknown): string {
  return (asString(value) ?? '').replaceAll(/\p{Cc}/gu, '?');
}
