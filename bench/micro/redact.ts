// A line of the log, as nearly all are without a secret, by the number of secrets that are known: up to some hundred they
// are one pattern, above that a table.

import { createRedactor } from '../../src/telemetry/redact.ts';
import { recordOf } from '../../src/telemetry/request-record.fixture.ts';
import { ToldRequest } from '../../src/telemetry/told-request.ts';
import type { Cases } from '../measure-cases.ts';

const line = `{"level":"info",${new ToldRequest(recordOf()).text},"msg":"request"}\n`;
const keyOf = (index: number): string => `bench-secret-${String(index).padStart(6, '0')}-0123456789`;

function redact(secrets: number, text: string): () => unknown {
  const redactor = createRedactor();
  for (let index = 0; index < secrets; index++) redactor.add(keyOf(index));
  return () => redactor.redact(text);
}

export const cases: Cases = {
  'a line, no secret known': redact(0, line),
  'a line, 10 secrets known': redact(10, line),
  'a line, 400 secrets known': redact(400, line),
  'a line, 10,000 secrets known': redact(10_000, line),
  '128 lines at once, 10 secrets known': redact(10, line.repeat(128)),
  'a line with a known secret, of 10': redact(10, `${line}${keyOf(3)}`),
  'a line with what looks like one': redact(10, `${line}AIzaSyBenchmark-0123456789_abcdefghij`),
};
