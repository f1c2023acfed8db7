// docs/reference/settings.md as text, walked out of the settings schema: no setting is described in two places.

import { z } from 'zod';
import { SETTING_VARIABLES } from '../src/config/environment.ts';
import { formatByteSize } from '../src/config/fields/byte-size.ts';
import { formatDuration } from '../src/config/fields/duration.ts';
import { knownProviders } from '../src/config/known-providers.ts';
import { schemaAt } from '../src/config/schema-at.ts';
import { settingsSchema } from '../src/config/settings-schema.ts';
import { code, renderTable } from './markdown-table.ts';

/** One setting that holds a value, not further settings. */
interface Row {
  readonly path: string;
  readonly fallback: string;
  readonly allowed: string;
  readonly meaning: string;
}

const variableOf = new Map(
  Object.entries(SETTING_VARIABLES).map(([name, path]) => [path.join('.'), name] as const),
);

/** The whole page. */
export function renderSettingsReference(): string {
  const plain: Row[] = [];
  const sections: string[] = [];
  for (const [name, schema] of Object.entries(settingsSchema.shape)) {
    const rows = [...walk(name, schema)];
    const [first] = rows;
    if (rows.length === 1 && first?.path === name) plain.push(first);
    else sections.push(`## \`${name}\`\n\n${describe(schema)}\n\n${renderRows(rows)}`);
  }
  return [INTRODUCTION, `## Single settings\n\n${renderRows(plain)}`, ...sections, renderVariables()].join(
    '\n\n',
  );
}

/** The settings below `schema`; a section or list within a section has a row of its own before them. */
function* walk(path: string, schema: z.ZodType): Generator<Row> {
  const inner = schemaAt(schema, []);
  const row = { path, fallback: describeDefault(schema), meaning: describe(schema) };
  if (inner instanceof z.ZodObject) {
    if (row.meaning !== '' && path.includes('.')) yield { ...row, fallback: '', allowed: 'a section' };
    for (const [name, field] of Object.entries(inner.shape)) yield* walk(`${path}.${name}`, field);
  } else if (inner instanceof z.ZodRecord) {
    yield* walk(`${path}.<name>`, schemaAt(inner, ['any']) ?? inner);
  } else if (inner instanceof z.ZodArray && schemaAt(inner, [0]) instanceof z.ZodObject) {
    if (path.includes('.')) yield { ...row, allowed: 'a list' };
    yield* walk(`${path}[]`, schemaAt(inner, [0]) ?? inner);
  } else {
    yield { ...row, allowed: describeAllowed(schema) };
  }
}

function describe(schema: z.ZodType): string {
  return schema.description ?? '';
}

function describeAllowed(schema: z.ZodType): string {
  const inner = schemaAt(schema, []);
  const of = inner instanceof z.ZodArray ? schemaAt(inner, [0]) : inner;
  // How times and sizes are written stands once, at the top of the page.
  const rule = of?.meta()?.['allowed'];
  const allowed = typeof rule === 'string' ? rule.replace(/^(a (?:time|size)) like [^)]*\)/u, '$1') : '';
  return inner instanceof z.ZodArray ? `a list, each ${allowed}` : allowed;
}

function describeDefault(schema: z.ZodType): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) return '';
  if (!(schema instanceof z.ZodPrefault)) return 'required';
  const value: unknown = schema.parse(undefined);
  const unit = schemaAt(schema, [])?.meta()?.['unit'];
  if (value === null) return '';
  if (typeof value === 'number' && unit === 'milliseconds') return code(formatDuration(value));
  if (typeof value === 'number' && unit === 'bytes') return code(formatByteSize(value));
  return code(Array.isArray(value) ? `[${value.join(', ')}]` : JSON.stringify(value).replaceAll('"', ''));
}

function renderRows(rows: readonly Row[]): string {
  return renderTable(
    ['setting', 'default', 'allowed', 'meaning', 'variable'],
    rows.map(({ path, fallback, allowed, meaning }) => {
      const variable = variableOf.get(path);
      return [code(path), fallback, allowed, meaning, variable === undefined ? '' : code(variable)];
    }),
  );
}

function renderVariables(): string {
  const rows = Object.entries(knownProviders).map(
    ([name, { type, environment, keyVariables = [], baseUrl }]) => {
      const names = environment.flatMap((prefix) => [`${prefix}_API_KEYS`, `${prefix}_API_KEY`]);
      const urls = environment.map((prefix) => `${prefix}_BASE_URL`);
      return [
        name,
        type,
        [...names, ...keyVariables].map(code).join(', '),
        urls.map(code).join(', '),
        baseUrl ?? '',
      ];
    },
  );
  return `${LISTS}\n\n${renderTable(['provider', 'type', 'keys', 'base URL', 'where it lives'], rows)}\n`;
}

const INTRODUCTION = `# Settings

This page is written by \`node scripts/write-reference.ts\` from the schema in \`src/config/\`. Do not edit it by hand.

Order: command line, then environment, then the file, then the default; the first that says something wins. Variables are also read
from \`.env\` in the working directory, where the real environment has not set them. The file is the one named by \`--config\` or
\`CONFIG_PATH\`, else the first of \`pollux.yaml\`, \`pollux.yml\`, \`pollux.toml\`, \`config.yaml\`, \`config.yml\`, \`config.toml\` there.

\`\${NAME}\` in the file is replaced by the variable of that name. Times are written \`500ms\`, \`3s\`, \`10m\`, \`1h\`, \`2d\`, a bare
number is seconds; sizes \`64kb\`, \`100mb\`, \`1gb\`, a bare number is bytes. A list may also be one comma-separated string. A setting that does not exist, or a value that is not allowed, stops the
start with a line that says what is allowed. \`pollux check\` prints what is in force.

\`<name>\` stands for a name of your own, \`[]\` for each entry of a list.`;

const LISTS = `## Lists in the environment

| variable | meaning |
|---|---|
| \`API_KEYS\` | client keys, comma-separated |
| \`CLIENT_API_KEYS_MAP\` | client keys with names: \`key:Name,key:Name\` |
| \`CONFIG_PATH\` | the configuration file |
| \`RUST_LOG\` | stands for \`LOG_LEVEL\` where that is not set |
| \`MAX_RETRIES\` | \`retry.max_attempts\` less one |
| \`MAX_STREAMING_RETRIES\` | 0 means \`stream_failover: fail_fast\`; otherwise nothing |

Keys and base URLs of providers. A key variable holds one key or several, separated by commas; those of one provider are joined.
They replace the keys of that provider in the file.`;
