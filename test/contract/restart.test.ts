// What the pool has learned survives a restart on the same data directory.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const DEAD = 'AIzaSyDead-0000000000000000000000-dead';
const SPENT = 'AIzaSySpent-000000000000000000000-spen';
const GOOD = 'AIzaSyGood-0000000000000000000000-good';

let dataDir: string;
let test: TestGateway | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'pollux-restart-'));
});

afterEach(async () => {
  await test?.close();
  rmSync(dataDir, { recursive: true });
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  test = await startTestGateway({ dataDir, keys: [DEAD, SPENT, GOOD], ...options });
  return test;
}

const ask = (prompt: string) =>
  fetch(`${test?.url}/v1/generate`, { method: 'POST', body: JSON.stringify({ prompt, model: MODEL }) });
const status = async (): Promise<unknown> => (await fetch(`${test?.url}/v1/keys/status`)).json();

it('a dead key stays dead, a spent day stays spent, and neither is asked again', async () => {
  const first = await start();
  first.simulator.setKeyState(DEAD, 'invalid');
  first.simulator.addFault({ fault: '429-day', key: SPENT });
  for (let index = 0; index < 6; index += 1) expect((await ask(`${index}`)).status).toBe(200);
  const before = await status();
  expect(before).toMatchObject({
    available_keys: ['AIzaSy...good'],
    temporarily_disabled_keys: { 'AIzaSy...spen': expect.any(String) as string },
    permanently_disabled_keys: ['AIzaSy...dead'],
  });
  await first.close();

  const second = await start();
  expect(await status()).toEqual(before);
  for (let index = 0; index < 6; index += 1) expect((await ask(`${index}`)).status).toBe(200);
  expect(second.simulator.callCount({ key: GOOD, operation: 'generateContent' })).toBe(6);
  expect(second.simulator.callCount({ operation: 'generateContent' })).toBe(6);
  expect(second.simulator.callCount({ key: DEAD })).toBe(0);
});

it('a key that is new in the configuration starts afresh beside the old ones', async () => {
  const first = await start({ keys: [DEAD] });
  first.simulator.setKeyState(DEAD, 'invalid');
  expect((await ask('x')).status).toBe(503);
  await first.close();
  await start({ keys: [DEAD, GOOD] });
  expect((await ask('x')).status).toBe(200);
  expect(await status()).toMatchObject({ available_keys: ['AIzaSy...good'], summary: { total: 2 } });
});
