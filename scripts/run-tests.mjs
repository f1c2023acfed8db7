// Runs vitest and counts what it found, from its own JSON report.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binOf, readJson, run, say } from './toolchain.mjs';

/** A hung test must not hold up the answer. */
const LIMIT_MS = 13 * 60_000;

/** Runs the tests (all, or those that match `filters`). A file whose tests cannot be run counts as one failure. */
export async function runTests(node, filters = []) {
  const folder = mkdtempSync(join(tmpdir(), 'pollux-test-'));
  const report = join(folder, 'report.json');
  try {
    const args = [
      binOf('vitest'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ];
    const status = await run(node, [...args, ...filters], LIMIT_MS);
    if (status === 124) say(`The tests did not end within ${LIMIT_MS / 60_000} minutes.`);
    return count(readJson(report), status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(report, status) {
  const passed = report?.numPassedTests ?? 0;
  const failed = (report?.numFailedTests ?? 0) + (report?.testResults ?? []).filter(brokeOutsideTests).length;
  // Errors outside any file make vitest fail with nothing failed.
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed };
}

/** A file that could not be loaded, or whose preparation failed so that its tests were skipped. */
function brokeOutsideTests(file) {
  return file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed');
}
