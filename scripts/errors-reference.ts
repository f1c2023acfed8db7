// docs/reference/errors.md as text, from the one table of errors.

import { errorCatalog, type Fault } from '../src/errors/catalog.ts';
import { code, renderTable } from './markdown-table.ts';

const FAULTS: Readonly<Record<Fault, string>> = {
  caller: 'the request',
  client_key: 'the client key',
  pool: 'the key pool',
  provider: 'the provider',
  gateway: 'the gateway',
};

/** The whole page. */
export function renderErrorsReference(): string {
  const rows = Object.entries(errorCatalog).map(([name, { status, fault, retryable, hint }]) => [
    code(name),
    String(status),
    FAULTS[fault],
    retryable ? 'yes' : 'no',
    hint,
  ]);
  return `${INTRODUCTION}\n\n${renderTable(['code', 'status', 'where it lies', 'retry', 'what to do'], rows)}\n`;
}

const INTRODUCTION = `# Errors

This page is written by \`node scripts/write-reference.ts\` from \`src/errors/catalog.ts\`. Do not edit it by hand.

These are the gateway's own codes. They stand in the log (\`code\`) and decide what a caller gets: each door answers in its own
form, with the status, type and code that the vendor's SDK knows, and with \`x-request-id\`. Where a provider's own error is about the
request itself, its status and words go through. *Retry* says whether the same request may succeed later; \`Retry-After\` is
sent whenever the time is known.`;
