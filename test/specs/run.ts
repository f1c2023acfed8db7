// `npm run validate -- <folder of specifications> <folder of recordings>`: holds all that the gateway emits against the
// vendors' own specifications, and the recordings first, which tells how far the specifications can be believed. Exit code 1
// when something is invalid, 2 when there is nothing to hold it against.

import { readRecordings } from '../recorded/read-recordings.ts';
import { missingSpecs } from './spec-set.ts';
import { validateAll } from './validate-all.ts';

const [specs, recordings] = process.argv.slice(2);
const complaint = findComplaint();
if (complaint !== undefined) {
  console.error(`Nothing was validated: ${complaint}`);
  process.exitCode = 2;
} else {
  const found = readRecordings(recordings ?? '');
  const { report, valid } = await validateAll(
    specs ?? '',
    found,
    (line) => void process.stderr.write(`${line}\n`),
  );
  console.log(report);
  process.exitCode = valid ? 0 : 1;
}

function findComplaint(): string | undefined {
  if (specs === undefined || recordings === undefined)
    return 'name both folders, npm run validate -- <folder of specifications> <folder of recordings>.';
  const missing = missingSpecs(specs);
  if (missing.length > 0) return `${specs} has no ${missing.join(', ')}.`;
  return readRecordings(recordings) === undefined ? `there are no recordings in ${recordings}.` : undefined;
}
