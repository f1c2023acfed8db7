// What is told of a finished request. Short rounds leave out most of the garbage collector's work, which is the greater part.

import { attemptOf, recordOf } from '../../src/telemetry/request-record.fixture.ts';
import { ToldRequest } from '../../src/telemetry/told-request.ts';
import type { Cases } from '../measure-cases.ts';

const record = recordOf();
const crowded = recordOf({ attempts: Array.from({ length: 2000 }, (_, atMs) => attemptOf({ atMs })) });
const told = new ToldRequest(record);

export const cases: Cases = {
  'kept, not told yet': () => new ToldRequest(record),
  'its text': () => new ToldRequest(record).text,
  'its text again': () => told.text,
  'its text, of 2,000 attempts': () => new ToldRequest(crowded).text,
  'its fields, from its text': () => told.fields(),
};
