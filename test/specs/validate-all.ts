// Everything that is emitted, in order: what was recorded, for calibration; the recordings in every direction and through
// every face; every scenario of the matrix; every error at every door.

import { replayThroughFaces } from '../recorded/replay-all.ts';
import { createOutcomeLog } from '../recorded/outcome.ts';
import type { Recordings } from '../recorded/read-recordings.ts';
import { emitErrors } from './emit-errors.ts';
import { emitMatrix } from './emit-matrix.ts';
import { emitRecorded } from './emit-recorded.ts';
import { valuesOf } from './emitted-values.ts';
import { createSpecSet, readSpecs } from './spec-set.ts';
import { createTally } from './tally.ts';
import { renderValidation } from './render-validation.ts';
import type { Emit } from '../recorded/emitted.ts';
import type { Tally } from './tally.ts';

export interface Validation {
  readonly report: string;
  readonly valid: boolean;
}

/** Validates it all. */
export async function validateAll(
  specFolder: string,
  found: Recordings | undefined,
  say: (line: string) => void,
): Promise<Validation> {
  const schemas = readSpecs(specFolder);
  const recorded = createTally(createSpecSet(schemas, true));
  const ours = createTally(createSpecSet(schemas, false));
  if (found !== undefined) {
    say('the recordings themselves');
    emitRecorded(found, into(recorded));
    await replayThroughFaces(found, { log: createOutcomeLog(), say, emit: into(ours) });
  }
  say('every scenario of the matrix');
  await emitMatrix(into(ours));
  say('every error at every door');
  emitErrors(into(ours));
  return { report: renderValidation(ours, recorded), valid: ours.mistakes.size === 0 };
}

function into(tally: Tally): Emit {
  return (emitted) => {
    for (const value of valuesOf(emitted)) tally.add(value, `${emitted.family} ${emitted.id}`);
  };
}
