// Keys that change, are tested and go while the gateway runs, over HTTP.

import { describe, expect, it } from 'vitest';
import { readStoredProviders } from '../../src/store/stored-providers.ts';
import { FIRST, SECOND, THIRD, readJson, useKeyAdmin } from './key-admin.ts';

const its = useKeyAdmin();
const { start, get, admin, list, idOf, ask, askMany, used } = its;

describe('changing a key', () => {
  it('gives it a name, a project, models and limits, and takes them back', async () => {
    await start();
    const id = await idOf('fir1');
    const changed = await readJson(
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
    const back = await readJson<object>(admin('PATCH', `/keys/${id}`, { name: null, limits: null }));
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
    const added = await readJson<{ results: unknown[] }>(admin('POST', '/keys', { key: SECOND, ...tooLong }));
    expect(added.results).toMatchObject([
      { result: 'invalid', message: expect.stringContaining('200 characters') },
    ]);
    expect(await list()).toMatchObject([{ [field]: 'n'.repeat(200) }]);
  });

  it('takes a disabled key out and puts it back, over a restart too', async () => {
    await start({ keys: [FIRST, SECOND] });
    const id = await idOf('fir1');
    expect(await readJson(admin('POST', `/keys/${id}/disable`))).toMatchObject({
      enabled: false,
      state: 'disabled',
    });
    await start({ keys: [FIRST, SECOND] });
    expect(await askMany(4)).toEqual([200, 200, 200, 200]);
    expect(used(FIRST)).toBe(0);
    expect(await readJson(get('/v1/keys/status'))).toMatchObject({
      available_keys: ['AIzaSy...sec2'],
      permanently_disabled_keys: ['AIzaSy...fir1'],
    });
    expect(await readJson(admin('POST', `/keys/${id}/enable`))).toMatchObject({
      enabled: true,
      state: 'active',
    });
    await askMany(4);
    expect(used(FIRST)).toBeGreaterThan(0);
  });

  it('that was added and then configured is still there when it leaves the configuration', async () => {
    await start();
    await admin('POST', '/keys', SECOND);
    await start({ keys: [FIRST, SECOND] });
    const id = await idOf('sec2');
    expect(await readJson(admin('PATCH', `/keys/${id}`, { name: 'both' }))).toMatchObject({
      source: 'settings',
    });
    await start();
    expect(await readJson(admin('GET', `/keys/${id}`))).toMatchObject({
      source: 'added',
      name: 'both',
      state: 'active',
    });
  });

  it('calls keys whose masks are alike by the names of /v1/keys/status', async () => {
    await start();
    const alike = ['AIzaSyAlike-1-00000000000000000000-same', 'AIzaSyAlike-2-00000000000000000000-same'];
    await admin('POST', '/keys', alike);
    const names = ['AIzaSy...fir1', 'AIzaSy...same', 'AIzaSy...same-2'];
    const [, , last] = await list();
    await admin('POST', `/keys/${last?.id}/disable`);
    expect((await list()).map((key) => key.listed_as)).toEqual(names);
    expect(await readJson(admin('GET', `/keys/${last?.id}`))).toMatchObject({ listed_as: names[2] });
    expect(await list('?state=disabled')).toMatchObject([{ key: names[1], listed_as: names[2] }]);
    expect(await readJson(get('/v1/keys/status'))).toMatchObject({
      available_keys: names.slice(0, 2),
      permanently_disabled_keys: [names[2]],
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
    expect(await readJson(admin('POST', '/keys', THIRD))).toMatchObject({ summary: { added: 1 } });
    expect(await askMany(1)).toEqual([200]);
  });
});

describe('removing the last key of a provider that never ran', () => {
  it('takes the provider away too, and its models are stood in for as before', async () => {
    await start();
    for (const key of ['sk-proj-0000000000000000000aaa1', 'sk-proj-0000000000000000000bbb2'])
      await admin('POST', '/keys', { provider: 'openai', keys: [key] });
    await admin('DELETE', `/keys/${await idOf('aaa1')}`);
    expect(readStoredProviders(its.dataDir).counts).toEqual(new Map([['openai', 1]]));
    await admin('DELETE', `/keys/${await idOf('bbb2')}`);
    const { gateway, url } = await start();
    expect(gateway.notices.join('\n')).not.toContain('openai');
    const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] });
    expect((await fetch(`${url}/v1/chat/completions`, { method: 'POST', body })).status).toBe(200);
  });

  it('leaves the simulator that answers for want of keys where it is', async () => {
    await start({ keys: [] });
    await admin('POST', '/keys', SECOND);
    await admin('DELETE', `/keys/${(await list('?state=stored'))[0]?.id}`);
    expect((await start({ keys: [] })).gateway.simulated).toBe(true);
  });
});

describe('testing a key', () => {
  it('asks the provider without spending quota, and brings a dead key back that is well', async () => {
    const { simulator: sim } = await start();
    sim.setKeyState(FIRST, 'invalid');
    expect(await askMany(1)).toEqual([503]);
    const id = await idOf('fir1');
    const generated = used(FIRST);
    const refused = await readJson(admin('POST', `/keys/${id}/test`));
    expect(refused).toMatchObject({
      state: 'dead',
      check: { ok: false, row: expect.any(String) as string, message: expect.any(String) as string },
    });
    sim.setKeyState(FIRST, 'active');
    expect(await readJson(admin('POST', `/keys/${id}/test`))).toMatchObject({
      state: 'active',
      check: { ok: true },
    });
    expect(used(FIRST)).toBe(generated);
    expect(await askMany(1)).toEqual([200]);
  });
});
