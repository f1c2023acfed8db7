// Keys and tokens go into administration in every form that people send them in; then everything that came out, the log,
// and the files of the data directory, read while the gateway runs, are searched for each.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway } from '../support/start-gateway.ts';

const secrets = {
  'a key of the settings': 'AIzaSyPlantedEnv-0000000000000000000001a',
  'a key sent as text': 'AIzaSyPlantedText-000000000000000000002b',
  'a key sent as JSON': 'AQ.PlantedJson-0000000000000000000000000003c',
  'a key of no known shape': 'planted_house_key_0000000000000000004d',
  'a key in broken JSON': 'AIzaSyPlantedBroken-00000000000000000005e',
  'a key in the place of a name': 'AIzaSyPlantedField-000000000000000000006f',
  'a key among its own wrong settings': 'AIzaSyPlantedWrong-000000000000000000007g',
  'a key in the place of an id': 'AIzaSyPlantedPath-0000000000000000000008h',
  'a wrong admin token': 'planted-wrong-admin-token-00000000009i',
} as const;
const {
  'a key of the settings': fromSettings,
  'a key sent as text': asText,
  'a key sent as JSON': asJson,
  'a key of no known shape': shapeless,
} = secrets;

const dataDir = mkdtempSync(join(tmpdir(), 'pollux-admin-secrets-'));
const logs = captureLogs();
const seen: string[] = [];
const files = new Map<string, Buffer>();
let token = '';

beforeAll(async () => {
  const pool = [fromSettings, asText, asJson, shapeless].map((key, index) => ({
    key,
    project: `70000000000${index}`,
  }));
  const test = await startTestGateway({
    dataDir,
    keys: [fromSettings],
    simulator: { keys: pool },
    start: { logger: logs.logger },
  });
  token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
  const call = async (method: string, path: string, body?: unknown, shown = token): Promise<string> => {
    const answer = await fetch(`${test.url}/admin/api${path}`, {
      method,
      headers: { authorization: `Bearer ${shown}` },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    seen.push(JSON.stringify([...answer.headers]), text);
    return text;
  };
  const ids = async (): Promise<readonly string[]> =>
    (JSON.parse(await call('GET', '/keys')) as { keys: { id: string }[] }).keys.map(({ id }) => id);
  await call('POST', '/keys', asText);
  await call('POST', '/keys', { keys: [{ key: asJson, name: 'two' }], project: 'p' });
  await call('POST', '/keys', [shapeless, asText]);
  await call('POST', '/keys', `{"keys": ["${secrets['a key in broken JSON']}"`);
  await call('POST', '/keys', { keys: [asText], [secrets['a key in the place of a name']]: 1 });
  await call('POST', '/keys', [{ key: secrets['a key among its own wrong settings'], weight: -1 }]);
  await call('POST', '/keys', { provider: secrets['a key in the place of a name'], keys: [asText] });
  await call(
    'GET',
    `/keys?provider=${secrets['a key in the place of an id']}&state=${secrets['a key in the place of an id']}`,
  );
  // As the model of a request: the pool keeps its name among those that the provider does not know.
  for (const key of [fromSettings, shapeless])
    await fetch(`${test.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: `gemini/${key}`, messages: [{ role: 'user', content: 'x' }] }),
    });
  for (const method of ['GET', 'DELETE', 'PATCH'])
    await call(
      method,
      `/keys/${secrets['a key in the place of an id']}`,
      method === 'PATCH' ? {} : undefined,
    );
  await call('GET', `/keys/x/${secrets['a key in the place of an id']}`);
  for (const wrong of [secrets['a wrong admin token'], `${token}x`])
    await call('GET', '/keys', undefined, wrong);
  const load = async (round: number): Promise<void> => {
    for (let index = 0; index < 6; index += 1) {
      const body = JSON.stringify({ prompt: `round ${round} ${index}`, model: 'gemini-3.8-flash' });
      const answer = await fetch(`${test.url}/v1/generate`, { method: 'POST', body });
      seen.push(JSON.stringify([...answer.headers]), await answer.text());
    }
  };
  await load(0);
  for (const { key } of pool) test.simulator.setKeyState(key, 'leaked');
  await load(1);
  for (const id of await ids()) {
    await call('POST', `/keys/${id}/test`);
    await call('POST', `/keys/${id}/disable`);
    await call('PATCH', `/keys/${id}`, { name: 'changed', limits: { rpm: 3 } });
  }
  for (const path of ['/pool', '/keys', '/requests', '/status']) await call('GET', path);
  seen.push(
    await (await fetch(`${test.url}/v1/keys/status`)).text(),
    await (await fetch(`${test.url}/metrics`)).text(),
  );
  seen.push(...test.gateway.notices);
  for (const name of readdirSync(dataDir)) files.set(name, readFileSync(join(dataDir, name)));
  await test.close();
});

afterAll(() => rmSync(dataDir, { recursive: true }));

const formsOf = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  secret.slice(8, -5),
];

describe.each(Object.entries(secrets))('%s', (_name, secret) => {
  it('is in no answer, no header and no line of the log', () => {
    expect(seen.length).toBeGreaterThan(60);
    expect(logs.text().length).toBeGreaterThan(1000);
    for (const form of formsOf(secret)) {
      expect(seen.filter((text) => text.includes(form))).toEqual([]);
      expect(logs.text()).not.toContain(form);
    }
  });

  it('is in no file, the write-ahead log among them', () => {
    expect([...files.keys()].toSorted()).toEqual(expect.arrayContaining(['pollux.db', 'pollux.db-wal']));
    for (const [name, bytes] of files)
      expect([name, formsOf(secret).filter((form) => bytes.includes(form))]).toEqual([name, []]);
  });
});

describe('the admin token that was made', () => {
  it('is in its file alone', () => {
    for (const form of formsOf(token)) {
      expect([...seen, logs.text()].filter((text) => text.includes(form))).toEqual([]);
      expect([...files].filter(([, bytes]) => bytes.includes(form)).map(([name]) => name)).toEqual(
        form === token || form === encodeURIComponent(token) || form === token.slice(8, -5)
          ? ['admin-token']
          : [],
      );
    }
  });

  it('what was done is on record, with masks', () => {
    expect(logs.text()).toContain('"event":"key_added"');
    expect(logs.text()).toContain('"event":"key_disabled"');
    expect(seen.join('\n')).toContain('AIzaSy...002b');
  });
});
