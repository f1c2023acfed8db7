// A line of the log into a file that keeps nothing: one that may wait, and one that is written at once.

import { openSync } from 'node:fs';
import { devNull } from 'node:os';
import { createBatchedOutput } from '../../src/telemetry/batched-output.ts';
import { recordOf } from '../../src/telemetry/request-record.fixture.ts';
import { ToldRequest } from '../../src/telemetry/told-request.ts';
import type { Cases } from '../measure-cases.ts';

const output = createBatchedOutput(openSync(devNull, 'w'));
const { text } = new ToldRequest(recordOf());

function write(level: string): () => unknown {
  const line = `{"level":"${level}",${text},"msg":"request"}\n`;
  return () => {
    output.write(line);
    return line;
  };
}

export const cases: Cases = { 'a line that may wait': write('info'), 'a line at once': write('warn') };
