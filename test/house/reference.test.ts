// The generated pages say what the code says.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderEndpointsReference } from '../../scripts/endpoints-reference.ts';
import { renderErrorsReference } from '../../scripts/errors-reference.ts';
import { renderSettingsReference } from '../../scripts/settings-reference.ts';

describe('the reference pages', () => {
  it.each([
    ['settings.md', renderSettingsReference],
    ['errors.md', renderErrorsReference],
    ['endpoints.md', renderEndpointsReference],
  ])('%s is up to date (node scripts/write-reference.ts writes it)', (name, render) => {
    const written = readFileSync(new URL(`../../docs/reference/${name}`, import.meta.url), 'utf8');
    expect(written).toBe(render());
  });

  it('describes every setting', () => {
    const rows = renderSettingsReference()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) expect(row).not.toMatch(/undefined|\[object/u);
  });
});
