// Keys that come, change and go while the gateway runs, over HTTP.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const FIRST = 'AIzaSyFirst-0000000000000000000000-fir1';
const SECOND = 'AIzaSySecond-000000000000000000000-sec2';
const THIRD = 'AIzaSyThird-0000000000000000000000-thi3';
const TOKEN = 'admin-token-of-the-key-tests-0001';
const simulator = {
  keys: [FIRST, SECOND, THIRD].map((key, index) => ({ key, project: `30000000000${index}` })),
};

interface Shown {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly name?: string;
  readonly source: string;
}

let dataDir: string;
let test: TestGateway | undefined;

beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'pollux-admin-keys-'))));
afterEach(async () => {
  await test?.close();
  test = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  await test?.close();
  test = await startTestGateway({
    dataDir,
    keys: [FIRST],
    simulator,
    ...options,
    env: { ADMIN_TOKEN: TOKEN, ...options.env },
  });
  return test;
}

function admin(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${test?.url}/admin/api${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}` },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const list = async (query = ''): Promise<readonly Shown[]> =>
  (await json<{ keys: Shown[] }>(admin('GET', `/keys${query}`))).keys;
const idOf = async (mask: string): Promise<string> =>
  (await list()).find(({ key }) => key.endsWith(mask))?.id ?? '';
let prompts = 0;
const ask = () =>
  fetch(`${test?.url}/v1/generate`, {
    method: 'POST',
    body: JSON.stringify({ prompt: `p${prompts++}`, model: MODEL }),
  });

async function askMany(count: number): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const answer = await ask();
    await answer.arrayBuffer();
    statuses.push(answer.status);
  }
  return statuses;
}

const used = (key: string): number => test?.simulator.callCount({ key, operation: 'generateContent' }) ?? 0;

describe('adding keys', () => {
  it.each([
    ['text, one a line', `# mine\n${SECOND}\n\n${THIRD}\n`],
    ['text between commas', `${SECOND}, "${THIRD}"`],
    ['a JSON list', [SECOND, { key: THIRD, name: 'three' }]],
    ['an object with a list', { provider: 'gemini', keys: [SECOND, THIRD], project: undefined }],
    ['an object with text', { keys: `${SECOND}\n${THIRD}` }],
  ])('takes %s', async (_what, body) => {
    await start();
    const answer = await admin('POST', '/keys', body);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({
      results: [
        { key: 'AIzaSy...sec2', id: expect.any(String) as string, result: 'added' },
        { key: 'AIzaSy...thi3', id: expect.any(String) as string, result: 'added' },
      ],
      summary: { added: 2, duplicate: 0, invalid: 0 },
    });
    await askMany(6);
    expect([used(SECOND) > 0, used(THIRD) > 0]).toEqual([true, true]);
  });

  it('says of each whether it is new, known or no key', async () => {
    await start();
    const answer = await admin('POST', '/keys', [
      FIRST,
      SECOND,
      SECOND,
      'short',
      { key: THIRD, weight: -1 },
      17,
    ]);
    expect(answer.status).toBe(201);
    const { results, summary } = (await answer.json()) as {
      results: { result: string; message?: string }[];
      summary: unknown;
    };
    expect(results.map(({ result }) => result)).toEqual([
      'duplicate',
      'added',
      'duplicate',
      'invalid',
      'invalid',
      'invalid',
    ]);
    expect(results[4]?.message).toContain('weight');
    expect(summary).toEqual({ added: 1, duplicate: 2, invalid: 3 });
  });

  it('takes the settings of each, and of all', async () => {
    await start();
    const keys = [{ key: SECOND, name: 'two', models: ['gemini-*'] }, THIRD];
    await admin('POST', '/keys', { keys, project: 'team', limits: { rpm: 5 }, weight: 3 });
    expect((await list()).slice(1)).toMatchObject([
      {
        name: 'two',
        project: 'team',
        weight: 3,
        models: ['gemini-*'],
        limits: { rpm: 5 },
        source: 'added',
        state: 'active',
      },
      { project: 'team', limits: { rpm: 5 }, source: 'added', added_at: expect.any(String) as string },
    ]);
  });

  it.each([
    ['nothing', '', 400],
    ['half of a JSON', '{"keys": [', 400],
    ['a provider that nobody knows', { provider: 'nobody', keys: [SECOND] }, 400],
  ])('refuses %s', async (_what, body, status) => {
    await start();
    const answer = await admin('POST', '/keys', body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      error: { code: expect.any(String) as string, hint: expect.any(String) as string },
    });
  });

  it('takes them by the thousand, and shows them in pages', async () => {
    await start();
    const many = Array.from({ length: 1500 }, (_, index) => `AIzaSyMany-${String(index).padStart(26, '0')}`);
    expect((await admin('POST', '/keys', many.join('\n'))).status).toBe(201);
    let cursor: string | undefined = '';
    const seen = new Set<string>();
    while (cursor !== undefined) {
      const page: { keys: Shown[]; next_cursor?: string; summary: unknown } = await json(
        admin('GET', `/keys?limit=700${cursor === '' ? '' : `&cursor=${cursor}`}`),
      );
      expect(page.summary).toEqual({ total: 1501, active: 1501 });
      for (const { id } of page.keys) seen.add(id);
      cursor = page.next_cursor;
    }
    expect(seen.size).toBe(1501);
  });

  it('keeps keys of a provider that does not run for the next start', async () => {
    await start();
    const answer = await json<{ results: { result: string }[]; notices: string[] }>(
      admin('POST', '/keys', { provider: 'openai', keys: ['sk-proj-0000000000000000000000'] }),
    );
    expect(answer.results).toMatchObject([{ result: 'stored' }]);
    expect(answer.notices[0]).toContain('Start the gateway again');
    expect(await list('?provider=openai')).toMatchObject([{ state: 'stored' }]);
    await start();
    expect(await list('?provider=openai')).toMatchObject([{ state: 'active', key: 'sk-pro...0000' }]);
  });
});

describe('changing a key', () => {
  it('gives it a name, a project, models and limits, and takes them back', async () => {
    await start();
    const id = await idOf('fir1');
    const changed = await json(
      admin('PATCH', `/keys/${id}`, {
        name: 'one',
        project: 'p',
        models: 'gemini-*',
        limits: { rpd: 9 },
        weight: 2,
      }),
    );
    expect(changed).toMatchObject({
      name: 'one',
      project: 'p',
      models: ['gemini-*'],
      limits: { rpd: 9 },
      weight: 2,
    });
    const back = await json<object>(admin('PATCH', `/keys/${id}`, { name: null, limits: null }));
    expect(back).not.toHaveProperty('name');
    expect(back).not.toHaveProperty('limits');
    expect(back).toMatchObject({ project: 'p' });
  });

  it.each([
    ['an unknown field', { nmae: 'x' }, 'nmae'],
    ['a wrong value', { weight: 0 }, 'weight'],
    ['a list', [], 'configuration'],
  ])('refuses %s by name', async (_what, body, word) => {
    await start();
    const answer = await admin('PATCH', `/keys/${await idOf('fir1')}`, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(word);
  });

  it.each(['name', 'project'])('takes a %s of 200 characters and none that is longer', async (field) => {
    await start();
    const path = `/keys/${await idOf('fir1')}`;
    expect((await admin('PATCH', path, { [field]: 'n'.repeat(200) })).status).toBe(200);
    const tooLong = { [field]: 'm'.repeat(201) };
    const answer = await admin('PATCH', path, tooLong);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      {
        error: {
          message: expect.stringMatching(new RegExp(`^${field}: .* at most 200 characters\\.$`, 'u')),
        },
      },
    ]);
    const added = await json<{ results: unknown[] }>(admin('POST', '/keys', { key: SECOND, ...tooLong }));
    expect(added.results).toMatchObject([
      { result: 'invalid', message: expect.stringContaining('200 characters') },
    ]);
    expect(await list()).toMatchObject([{ [field]: 'n'.repeat(200) }]);
  });

  it('takes a disabled key out and puts it back, over a restart too', async () => {
    await start({ keys: [FIRST, SECOND] });
    const id = await idOf('fir1');
    expect(await json(admin('POST', `/keys/${id}/disable`))).toMatchObject({
      enabled: false,
      state: 'disabled',
    });
    await start({ keys: [FIRST, SECOND] });
    expect(await askMany(4)).toEqual([200, 200, 200, 200]);
    expect(used(FIRST)).toBe(0);
    expect(
      await (
        await fetch(`${test?.url}/v1/keys/status`, { headers: { authorization: `Bearer ${TOKEN}` } })
      ).json(),
    ).toMatchObject({
      available_keys: ['AIzaSy...sec2'],
      permanently_disabled_keys: ['AIzaSy...fir1'],
    });
    expect(await json(admin('POST', `/keys/${id}/enable`))).toMatchObject({ enabled: true, state: 'active' });
    await askMany(4);
    expect(used(FIRST)).toBeGreaterThan(0);
  });

  it('that was added and then configured is still there when it leaves the configuration', async () => {
    await start();
    await admin('POST', '/keys', SECOND);
    await start({ keys: [FIRST, SECOND] });
    const id = await idOf('sec2');
    expect(await json(admin('PATCH', `/keys/${id}`, { name: 'both' }))).toMatchObject({ source: 'settings' });
    await start();
    expect(await json(admin('GET', `/keys/${id}`))).toMatchObject({
      source: 'added',
      name: 'both',
      state: 'active',
    });
  });

  it('is a 404 for an id that nobody has', async () => {
    await start();
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['POST', '/disable'],
    ] as const)
      expect(
        (await admin(method, `/keys/0123456789abcdef${path}`, method === 'PATCH' ? {} : undefined)).status,
      ).toBe(404);
  });
});

describe('removing a key', () => {
  it('is refused for one of the settings', async () => {
    await start();
    const answer = await admin('DELETE', `/keys/${await idOf('fir1')}`);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('disable it here');
    expect(await askMany(1)).toEqual([200]);
  });

  it('lets what runs with it finish, and leases it no more', async () => {
    const { simulator: sim } = await start();
    await admin('POST', '/keys', SECOND);
    await admin('POST', `/keys/${await idOf('fir1')}/disable`);
    sim.addFault({ fault: 'delay', key: SECOND, delayMs: 1000, times: 1 });
    const running = ask();
    await expect.poll(() => used(SECOND)).toBe(1);
    expect((await admin('DELETE', `/keys/${await idOf('sec2')}`)).status).toBe(204);
    expect((await running).status).toBe(200);
    expect(await askMany(2)).toEqual([503, 503]);
    expect(used(SECOND)).toBe(1);
  });

  it('leaves an emptied pool empty, after a restart too: 503, and no simulator', async () => {
    await start();
    await admin('POST', '/keys', SECOND);
    await start({ keys: [] });
    expect(await list()).toMatchObject([{ key: 'AIzaSy...sec2', source: 'added' }]);
    expect(await askMany(1)).toEqual([200]);
    expect((await admin('DELETE', `/keys/${await idOf('sec2')}`)).status).toBe(204);
    expect(await askMany(1)).toEqual([503]);
    const { gateway } = await start({ keys: [] });
    expect(gateway.simulated).toBe(false);
    expect(gateway.notices.join('\n')).toContain('gemini has no key');
    expect(await askMany(1)).toEqual([503]);
    expect(await json(admin('POST', '/keys', THIRD))).toMatchObject({ summary: { added: 1 } });
    expect(await askMany(1)).toEqual([200]);
  });
});

describe('testing a key', () => {
  it('asks the provider without spending quota, and brings a dead key back that is well', async () => {
    const { simulator: sim } = await start();
    sim.setKeyState(FIRST, 'invalid');
    expect(await askMany(1)).toEqual([503]);
    const id = await idOf('fir1');
    const generated = used(FIRST);
    const refused = await json(admin('POST', `/keys/${id}/test`));
    expect(refused).toMatchObject({
      state: 'dead',
      check: { ok: false, row: expect.any(String) as string, message: expect.any(String) as string },
    });
    sim.setKeyState(FIRST, 'active');
    expect(await json(admin('POST', `/keys/${id}/test`))).toMatchObject({
      state: 'active',
      check: { ok: true },
    });
    expect(used(FIRST)).toBe(generated);
    expect(await askMany(1)).toEqual([200]);
  });
});

describe('keys that cannot be read', () => {
  it('stop the start, which says what to do', async () => {
    await start({ env: { POLLUX_ENCRYPTION_KEY: 'one-encryption-key-000000001' } });
    await admin('POST', '/keys', SECOND);
    await expect(start({ env: { POLLUX_ENCRYPTION_KEY: 'another-encryption-key-00001' } })).rejects.toThrow(
      /^encryption_key: the provider keys in .* cannot be read: 1 stored .* POLLUX_PREVIOUS_ENCRYPTION_KEY/u,
    );
    await start({
      env: {
        POLLUX_ENCRYPTION_KEY: 'another-encryption-key-00001',
        POLLUX_PREVIOUS_ENCRYPTION_KEY: 'one-encryption-key-000000001',
      },
    });
    expect(await list()).toMatchObject([{ key: 'AIzaSy...fir1' }, { key: 'AIzaSy...sec2', state: 'active' }]);
  });

  it('are not taken for none: a damaged database is no reason for the simulator', async () => {
    writeFileSync(join(dataDir, 'pollux.db'), 'this is no database, it is only text'.repeat(100));
    await expect(start({ keys: [] })).rejects.toThrow(
      /whether provider keys are stored there cannot be told/u,
    );
  });
});

describe('without a place to keep keys', () => {
  it('keys are taken for now, and the answer says so', async () => {
    await start({ env: { POLLUX_DATA_DIR: '/dev/null/nowhere' } });
    expect(await json(admin('POST', '/keys', SECOND))).toMatchObject({
      summary: { added: 1 },
      notices: [expect.stringContaining('gone after a restart') as string],
    });
  });

  it('the simulator that answers for want of keys puts them by, and the next start uses them', async () => {
    const { gateway } = await start({ keys: [] });
    expect(gateway.simulated).toBe(true);
    const answer = await json<{ notices: string[] }>(admin('POST', '/keys', SECOND));
    expect(answer).toMatchObject({
      results: [{ result: 'stored' }],
      notices: [expect.stringContaining('Start the gateway again')],
    });
    expect(await list('?state=stored')).toMatchObject([{ key: 'AIzaSy...sec2', provider: 'gemini' }]);
    const next = await start({ keys: [] });
    expect(next.gateway.simulated).toBe(false);
    expect(await askMany(1)).toEqual([200]);
    expect(used(SECOND)).toBe(1);
  });

  it('the simulator that was asked for takes none', async () => {
    await start({ keys: [], files: { 'pollux.yaml': 'simulate: true\n' } });
    const answer = await admin('POST', '/keys', SECOND);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('simulator');
  });
});
