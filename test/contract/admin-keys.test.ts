// Keys that come while the gateway runs, over HTTP.

import { describe, expect, it } from 'vitest';
import { FIRST, SECOND, THIRD, readJson, type Shown, useKeyAdmin } from './key-admin.ts';

const { start, admin, list, askMany, used } = useKeyAdmin();

describe('adding keys', () => {
  it.each([
    ['text, one a line', `# mine\n${SECOND}\n\n${THIRD}\n`],
    ['text with remarks', `${SECOND} # production account, first\r\n  # mine\n${THIRD},#secondary\n#account`],
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

  it('takes a # within a key for a part of it', async () => {
    await start();
    const answer = await readJson<{ results: unknown }>(
      admin('POST', '/keys', 'secret-with-a-#-in-it-0001 # and a remark'),
    );
    expect(answer.results).toMatchObject([{ key: 'secret...0001', result: 'added' }]);
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
      const page: { keys: Shown[]; next_cursor?: string; summary: unknown } = await readJson(
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
    const answer = await readJson<{ results: { result: string }[]; notices: string[] }>(
      admin('POST', '/keys', { provider: 'openai', keys: ['sk-proj-0000000000000000000000'] }),
    );
    expect(answer.results).toMatchObject([{ result: 'stored' }]);
    expect(answer.notices[0]).toContain('Start the gateway again');
    expect(await list('?provider=openai')).toMatchObject([{ state: 'stored' }]);
    await start();
    expect(await list('?provider=openai')).toMatchObject([{ state: 'active', key: 'sk-pro...0000' }]);
  });
});
