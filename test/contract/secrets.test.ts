// Every kind of secret is planted; then the database, the log, answers, headers and metrics are searched for each.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { frontDoors } from './front-doors.ts';

const secrets = {
  'a pool key': 'AIzaSyPlantedPool-00000000000000000001a',
  'a pool key of the new form': 'AQ.PlantedPool-000000000000000000000000000000002b',
  'a third pool key': 'AIzaSyPlantedPool-00000000000000000003c',
  'a client key': 'planted-client-key-00000000004d',
  'the admin token': 'planted-admin-token-0000000005e',
  'the key of a caller': 'AIzaSyPlantedCaller-000000000000000006f',
  'a wrong client key': 'AIzaSyPlantedWrong-0000000000000000007g',
} as const;
const pool = [secrets['a pool key'], secrets['a pool key of the new form'], secrets['a third pool key']];
const own = secrets['the key of a caller'];

const dataDir = mkdtempSync(join(tmpdir(), 'pollux-secrets-'));
const logs = captureLogs();
const seen: string[] = [];

async function note(answer: Response): Promise<void> {
  seen.push(JSON.stringify([...answer.headers]), await answer.text());
}

beforeAll(async () => {
  const test = await startTestGateway({
    dataDir,
    keys: pool,
    simulator: { keys: [...pool, own].map((key, index) => ({ key, project: `40000000000${index}` })) },
    env: { API_KEYS: secrets['a client key'], ADMIN_TOKEN: secrets['the admin token'] },
    start: { logger: logs.logger },
  });
  await useEverything(test);
  await test.close();
});

afterAll(() => rmSync(dataDir, { recursive: true }));

async function useEverything({ url, simulator }: TestGateway): Promise<void> {
  const client = { 'x-api-key': secrets['a client key'] };
  const post = async (path: string, body: unknown, headers: Record<string, string> = client): Promise<void> =>
    note(await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) }));
  for (const door of frontDoors) {
    await post(door.path, door.valid);
    await post(door.path, door.valid, { authorization: `Bearer ${secrets['a wrong client key']}` });
    await post(
      `${door.path}${door.path.includes('?') ? '&' : '?'}key=${secrets['a client key']}`,
      door.valid,
      {},
    );
  }
  for (const state of ['active', 'suspended', 'invalid'] as const) {
    simulator.setKeyState(own, state);
    await post('/gemini-proxy', { prompt: state, model: 'gemini-3.8-flash', api_key: own });
  }
  for (const [index, state] of (['invalid', 'suspended', 'leaked'] as const).entries()) {
    simulator.setKeyState(pool[index] ?? '', state);
    for (const door of frontDoors)
      await post(door.path, { ...door.valid, prompt: `again ${state} ${door.path}` });
  }
  for (const path of [
    '/metrics',
    '/health',
    '/health/ready',
    '/health/detailed',
    '/v1/keys/status',
    '/v1/models',
  ]) {
    await note(await fetch(url + path, { headers: client }));
    await note(
      await fetch(url + path, { headers: { authorization: `Bearer ${secrets['the admin token']}` } }),
    );
    await note(await fetch(`${url}${path}?key=${secrets['a wrong client key']}`));
  }
}

describe.each(Object.entries(secrets))('%s', (_name, secret) => {
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), secret.slice(8)];

  it('is in no answer and no header', () => {
    expect(seen.length).toBeGreaterThan(200);
    for (const form of forms) expect(seen.filter((text) => text.includes(form))).toEqual([]);
  });

  it('is in no line of the log', () => {
    expect(logs.requests().length).toBeGreaterThan(100);
    for (const form of forms) expect(logs.text()).not.toContain(form);
  });

  it('is in no file of the data directory', () => {
    const files = readdirSync(dataDir);
    expect(files.filter((name) => name.endsWith('.db'))).toHaveLength(1);
    for (const name of files) {
      const bytes = readFileSync(join(dataDir, name));
      expect(forms.filter((form) => bytes.includes(form))).toEqual([]);
    }
  });
});

describe('what may be seen of a key', () => {
  it('is its mask, and its death is on record', () => {
    expect(logs.text()).toContain('AIzaSy...001a');
    expect(seen.join('\n')).toContain('AIzaSy...001a');
    expect(seen.join('\n')).toContain('"permanently_disabled":');
  });
});
