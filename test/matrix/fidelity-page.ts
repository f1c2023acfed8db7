// The page that tells, for every door and provider, what is carried: written from what the matrix has found.

import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { FoundService } from './compatible-services.ts';

export interface FoundCell {
  readonly door: string;
  readonly provider: string;
  readonly feature: string;
  readonly stream: boolean;
  /** The provider speaks the door's dialect: nothing was translated. */
  readonly relayed: boolean;
  /** `x-pollux-loss`. */
  readonly lost: string;
}

const PAGE = new URL('../../docs/reference/fidelity.md', import.meta.url);

const HEAD = `# Fidelity

What a request at each door keeps on its way to each provider, and its answer on the way back. This page is written by the test
suite from what it has found at both ends (\`UPDATE_DOCS=1\` writes it anew); it holds for whole answers and for streams alike.

- **as it is**: the provider speaks the door's own dialect; the request's bytes go on unchanged but for the model's name, and
  the answer's bytes come back.
- **carried**: translated, and nothing of it is lost.
- **without …**: translated; the answer's \`x-pollux-loss\` header names what the provider could not be given. With \`strict\` such
  a request is refused with \`not_supported\` instead.
- **–**: the door's dialect has no words for it.

OpenAI is asked as \`providers.openai.api\` says: by default in the API that the door speaks, so that both of its own doors are passed
on as they are; a column each shows what \`chat\` and \`responses\` carry, the latter also being what models have that speak nothing else.
`;

const SERVICES_HEAD = `
## Services that speak Chat Completions

A request at the Chat Completions door reaches these as it is. From the other doors it is translated like one for OpenAI, but for
what a service has no words for: named here as \`x-pollux-loss\` names it, for a model without privileges of its own. What a
service takes under another name, or in another form, is renamed on the way and is no loss.

`;

/** Compares the page with what was found, or writes it. A row for each feature, and one for each service. */
export function checkFidelityPage(
  features: readonly string[],
  found: readonly FoundCell[],
  services: readonly FoundService[],
): void {
  const rows = services.map(({ name, lacks }) => [
    name,
    lacks.map(({ feature, lost }) => `${feature}: \`${lost.replaceAll(', ', '`, `')}\``).join('; ') ||
      'nothing',
  ]);
  const table = renderTable(['', 'goes without'], rows);
  const page = renderFidelityPage(features, found) + SERVICES_HEAD + table;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
}

function renderFidelityPage(features: readonly string[], found: readonly FoundCell[]): string {
  const providers = [...new Set(found.map(({ provider }) => provider))];
  const sections = [...new Set(found.map(({ door }) => door))].map((door) => {
    const atDoor = found.filter((cell) => cell.door === door);
    const rows = features.map((feature) => {
      const cells = atDoor.filter((cell) => cell.feature === feature);
      return [
        feature,
        ...providers.map((name) => describe(cells.filter(({ provider }) => provider === name))),
      ];
    });
    return `\n## ${door}\n\n${renderTable(['', ...providers], rows)}`;
  });
  return `${HEAD}${sections.join('')}`;
}

function describe(cells: readonly FoundCell[]): string {
  const words = new Set(
    cells.map(({ relayed, lost }) =>
      relayed ? 'as it is' : lost === '' ? 'carried' : `without \`${lost.replaceAll(', ', '`, `')}\``,
    ),
  );
  return words.size === 0 ? '–' : [...words].join('; ');
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n`;
  return line(head) + rule + rows.map(line).join('');
}
