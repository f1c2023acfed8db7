// `npm run replay -- <folder of recordings>`: replays them all and prints one table, its progress on standard error. Exit code 1 when something
// fails without an explanation, 2 when there is nothing to replay.

import { readRecordings } from './read-recordings.ts';
import { replayAll } from './replay-all.ts';
import { renderReport } from './table.ts';

const [folder] = process.argv.slice(2);
const recordings = folder === undefined ? undefined : readRecordings(folder);
if (recordings === undefined) {
  console.error(
    folder === undefined
      ? 'Nothing was replayed: name the folder of recordings, npm run replay -- <folder>.'
      : `Nothing was replayed: there are no recordings in ${folder}.`,
  );
  process.exitCode = 2;
} else {
  const outcomes = await replayAll(recordings, { say: (line) => void process.stderr.write(`${line}\n`) });
  console.log(renderReport(outcomes));
  process.exitCode = outcomes.some(({ state }) => state === 'failed') ? 1 : 0;
}
