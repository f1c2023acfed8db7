// Where keys that are added are kept, and what comes of it where they cannot be read or kept.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SECOND, readJson, useKeyAdmin } from './key-admin.ts';

const its = useKeyAdmin();
const { start, admin, list, askMany, used } = its;

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
    writeFileSync(join(its.dataDir, 'pollux.db'), 'this is no database, it is only text'.repeat(100));
    await expect(start({ keys: [] })).rejects.toThrow(
      /whether provider keys are stored there cannot be told/u,
    );
  });
});

describe('without a place to keep keys', () => {
  it('keys are taken for now, and the answer says so', async () => {
    // No file can be written in its place.
    mkdirSync(join(its.dataDir, 'encryption.key'));
    await start();
    expect(await readJson(admin('POST', '/keys', SECOND))).toMatchObject({
      summary: { added: 1 },
      notices: [expect.stringContaining('gone after a restart') as string],
    });
  });

  it('the simulator that answers for want of keys puts them by, and the next start uses them', async () => {
    const { gateway } = await start({ keys: [] });
    expect(gateway.simulated).toBe(true);
    const answer = await readJson<{ notices: string[] }>(admin('POST', '/keys', SECOND));
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
