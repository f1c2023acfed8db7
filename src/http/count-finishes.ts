// Several things in one stream, each with an end of its own: the stream is finished with the last of them.

import type { Inspection } from '../dialects/dialect.ts';
import type { JsonValue } from '../lib/json.ts';

/** The look, with `finished` only from the `expected`th finish on. For one stream. */
export function countFinishes(
  inspect: (body: JsonValue) => Inspection,
  expected: number,
): (body: JsonValue) => Inspection {
  let seen = 0;
  return (body) => {
    const inspection = inspect(body);
    if (!inspection.finished) return inspection;
    seen += 1;
    return seen >= expected ? inspection : { ...inspection, finished: false, ended: 0 };
  };
}
