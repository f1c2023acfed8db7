// A data directory that cannot be used costs the memory of the gateway, never its service.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

let place: string;
let test: TestGateway | undefined;

beforeEach(() => (place = mkdtempSync(join(tmpdir(), 'pollux-place-'))));

afterEach(async () => {
  await test?.close();
  rmSync(place, { recursive: true });
});

it.each([
  [
    'cannot be made',
    () => {
      writeFileSync(join(place, 'file'), '');
      return join(place, 'file', 'data');
    },
  ],
  [
    'holds no usable encryption key',
    () => {
      mkdirSync(join(place, 'encryption.key'));
      return place;
    },
  ],
  [
    'holds no usable database',
    () => {
      writeFileSync(
        join(place, 'pollux.db'),
        'not a database at all, but long enough to be looked at'.repeat(20),
      );
      return place;
    },
  ],
])('a gateway whose data directory %s serves from memory, and says so once', async (_what, make) => {
  const logs = captureLogs();
  test = await startTestGateway({ env: { POLLUX_DATA_DIR: make() }, start: { logger: logs.logger } });
  const answer = await fetch(`${test.url}/v1/responses`, {
    method: 'POST',
    body: JSON.stringify({ model: MODEL, input: 'Say hello', store: true }),
  });
  expect(answer.status).toBe(200);
  const { id } = (await answer.json()) as { id: string };
  expect((await fetch(`${test.url}/v1/responses/${id}`)).status).toBe(200);
  const lines = logs.text().trim().split('\n');
  const warnings = lines.filter((line) => /"level":"(?:warn|error)"/u.test(line));
  expect(warnings).toEqual([
    expect.stringContaining('state cannot be kept: a restart will forget cooldowns and dead keys'),
  ]);
});
