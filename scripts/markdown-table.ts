// Tables in Markdown, for the generated reference pages.

/** A table; cells are Markdown, and bars in them are escaped. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A word as code. */
export function code(word: string): string {
  return `\`${word}\``;
}
