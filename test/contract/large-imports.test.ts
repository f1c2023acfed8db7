// Thousands of keys that are added in one call stop nobody else, and none of them twice.

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StartOptions } from '../../src/main.ts';
import { createLogger } from '../../src/telemetry/create-logger.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const TOKEN = 'admin-token-of-the-import-tests-01';
const MANY = 4000;
const keys = Array.from({ length: MANY }, (_, index) => `AIzaSyMany-${String(index).padStart(28, '0')}`);

let gateway: TestGateway;
let onLine: (line: string) => void = () => {};

const logger: StartOptions['logger'] = (redactor) => {
  const destination = { write: (line: string) => onLine(line) };
  return createLogger({ level: 'info', format: 'json', redactor, destination });
};

beforeEach(async () => {
  gateway = await startTestGateway({ env: { ADMIN_TOKEN: TOKEN }, start: { logger } });
});
afterEach(() => gateway.close());

async function admin(method: string, path: string, body: string | null = null): Promise<unknown> {
  const headers = { 'x-admin-token': TOKEN };
  const answer = await fetch(`${gateway.url}/admin/api${path}`, { method, headers, body });
  return answer.status === 204 ? undefined : answer.json();
}

const add = (text: string) => admin('POST', '/keys', text) as Promise<{ summary: { added: number } }>;

/** Resolves with the first log line that tells of a key that was added. */
function firstAdded(): Promise<{ readonly id: string }> {
  return new Promise((resolve) => {
    onLine = (line) => {
      const told = JSON.parse(line) as { event?: string; msg: string; id: string };
      if (told.event === 'key_added' && told.msg === 'administration') resolve(told);
    };
  });
}

it('another call is answered while they are taken in', async () => {
  const ends: string[] = [];
  const begun = firstAdded();
  const imported = add(keys.join('\n')).then(() => ends.push('import'));
  await begun;
  await admin('GET', '/status').then(() => ends.push('status'));
  await imported;
  expect(ends).toEqual(['status', 'import']);
});

it('the same ones from two callers at once are new to one of them alone', async () => {
  const answers = await Promise.all([add(keys.join('\n')), add(keys.toReversed().join('\n'))]);
  const counts = answers.map(({ summary }) => summary.added);
  expect(counts.toSorted((one, other) => one - other)).toEqual([0, MANY]);
});

it('those that are removed or disabled meanwhile do not come back', async () => {
  const begun = firstAdded();
  const imported = add(keys.join('\n'));
  await begun;
  // Kept already, but the pool has not got to them.
  const { keys: page } = (await admin('GET', `/keys?cursor=${MANY - 1}`)) as {
    keys: { id: string; state: string }[];
  };
  expect(page).toMatchObject([{ state: 'stored' }, { state: 'stored' }]);
  const [disabled, removed] = page.map(({ id }) => id);
  await admin('POST', `/keys/${disabled}/disable`);
  await admin('DELETE', `/keys/${removed}`);
  await imported;
  const health = await fetch(`${gateway.url}/health`, { headers: { accept: 'application/json' } });
  expect(await health.json()).toMatchObject({ keys: { active: MANY - 1, disabled: 1 } });
});
