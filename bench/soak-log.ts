// Reads the gateway's log: which lines are about which request, and what each says became of it.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface SoakLog {
  /** Outcomes by request id, one for each line about it. */
  readonly outcomes: ReadonlyMap<string, readonly string[]>;
  /** Lines that tell of a defect of the gateway. */
  readonly defects: readonly string[];
}

/** Reads a log of JSON lines. */
export async function readSoakLog(path: string): Promise<SoakLog> {
  const outcomes = new Map<string, string[]>();
  const defects: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (!line.startsWith('{')) continue;
    const {
      msg,
      id = '',
      outcome = '',
    } = JSON.parse(line) as { msg?: string; id?: string; outcome?: string };
    if (msg === 'defect') defects.push(line);
    if (msg !== 'request' || !id.startsWith('soak-')) continue;
    const known = outcomes.get(id);
    if (known === undefined) outcomes.set(id, [outcome]);
    else known.push(outcome);
  }
  return { outcomes, defects };
}
