// A data directory that cannot be used costs the memory of the gateway, never its service; but one that was named and cannot
// be made is a mistake of the configuration.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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
      // Where nobody names one, it is `data` of the working directory.
      writeFileSync(join(place, 'data'), '');
      return '';
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
  test = await startTestGateway({
    dataDir: place,
    env: { POLLUX_DATA_DIR: make() },
    start: { logger: logs.logger },
  });
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

it.each([
  ['the environment', { POLLUX_DATA_DIR: 'file/data' }, {}, 'POLLUX_DATA_DIR'],
  ['the file', { POLLUX_DATA_DIR: '' }, { 'pollux.yaml': 'data_dir: file/data\n' }, 'pollux.yaml'],
])('one that cannot be made though %s names it is no start at all', async (_who, env, more, from) => {
  const files = { ...more, file: '' };
  await expect(startTestGateway({ dataDir: place, env, files })).rejects.toThrow(
    new RegExp(`^data_dir \\(from [^ ]*${from}\\): .* cannot be made`, 'u'),
  );
});

/** From now on no row of `table` can be written or deleted. */
function fillDisk(table: string): void {
  const database = new DatabaseSync(join(place, 'pollux.db'));
  for (const change of ['INSERT', 'DELETE'])
    database.exec(
      `CREATE TRIGGER full_${change} BEFORE ${change} ON ${table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
  database.close();
}

it('a disk that takes no key is named as the reason, and nothing has changed', async () => {
  const logs = captureLogs();
  const headers = { 'x-admin-token': 'admin-token-of-the-disk-test' };
  test = await startTestGateway({
    dataDir: place,
    env: { ADMIN_TOKEN: headers['x-admin-token'] },
    start: { logger: logs.logger },
  });
  const keys = `${test.url}/admin/api/keys`;
  const add = (key: string): Promise<Response> => fetch(keys, { method: 'POST', headers, body: key });
  const ask = async (method: string, path: string): Promise<unknown> => {
    const answer = await fetch(`${keys}${path}`, { method, headers });
    return [answer.status, await answer.json()];
  };
  const { results } = (await (await add('AIzaSyBefore-000000000000000000000000')).json()) as {
    results: { id: string }[];
  };
  const id = results[0]?.id ?? '';
  const list = await ask('GET', '');
  fillDisk('pool_keys');

  const refused = [507, { error: { code: 'not_stored', message: expect.stringContaining('disk is full') } }];
  const added = await add('AIzaSyAfter-0000000000000000000000000');
  expect([added.status, await added.json()]).toMatchObject(refused);
  expect(await ask('POST', `/${id}/disable`)).toMatchObject(refused);
  expect(await ask('DELETE', `/${id}`)).toMatchObject(refused);
  expect(await ask('GET', '')).toEqual(list);
  expect(logs.text()).toContain('disk is full');
});

it('a disk that takes no answer is named as a loss of the answer, and as the reason why none is deleted', async () => {
  const logs = captureLogs();
  test = await startTestGateway({ dataDir: place, start: { logger: logs.logger } });
  const responses = `${test.url}/v1/responses`;
  const ask = (body: object = {}): Promise<Response> =>
    fetch(responses, { method: 'POST', body: JSON.stringify({ model: MODEL, input: 'Hello', ...body }) });
  const before = await ask();
  const { id } = (await before.json()) as { id: string };
  fillDisk('responses');

  const after = await ask();
  const lost = (answer: Response): boolean => /\bstore\b/u.test(answer.headers.get('x-pollux-loss') ?? '');
  expect([before, after, await ask({ store: false })].map(lost)).toEqual([false, true, false]);
  expect(after.status).toBe(200);
  expect(await after.json()).toMatchObject({ status: 'completed', store: false });
  const streamed = await (await ask({ stream: true })).text();
  expect(/"type":"response\.completed".*"store":(\w+)/u.exec(streamed)?.[1]).toBe('false');
  expect(logs.text().trim().split('\n').at(-1)).toMatch(/"loss":\[[^\]]*"store"/u);
  const deleted = await fetch(`${responses}/${id}`, { method: 'DELETE' });
  expect([deleted.status, await deleted.json()]).toMatchObject([507, { error: { code: 'not_stored' } }]);
  expect((await fetch(`${responses}/${id}`)).status).toBe(200);
});
