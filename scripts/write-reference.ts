// `node scripts/write-reference.ts`: writes the generated pages of docs/reference/.

import { mkdirSync, writeFileSync } from 'node:fs';
import { renderEndpointsReference } from './endpoints-reference.ts';
import { renderErrorsReference } from './errors-reference.ts';
import { renderSettingsReference } from './settings-reference.ts';

const folder = new URL('../docs/reference/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('settings.md', folder), renderSettingsReference());
writeFileSync(new URL('errors.md', folder), renderErrorsReference());
writeFileSync(new URL('endpoints.md', folder), renderEndpointsReference());
