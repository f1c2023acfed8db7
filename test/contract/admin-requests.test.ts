// Whoever administers can ask what became of a request.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const TOKEN = 'configured-admin-token-000001';
const MODEL = 'gemini-3.8-flash';

let gateway: TestGateway;
let logs = captureLogs();

beforeEach(async () => {
  logs = captureLogs();
  gateway = await startTestGateway({ env: { ADMIN_TOKEN: TOKEN }, start: { logger: logs.logger } });
  await fetch(`${gateway.url}/v1/models`);
});
afterEach(() => gateway.close());

async function post(id: string, model = MODEL): Promise<void> {
  const answer = await fetch(`${gateway.url}/v1/generate`, {
    method: 'POST',
    headers: { 'x-request-id': id },
    body: JSON.stringify({ prompt: id, model }),
  });
  await answer.arrayBuffer();
}

function admin(path: string, token = TOKEN): Promise<Response> {
  return fetch(`${gateway.url}/admin/api/requests${path}`, { headers: { 'x-admin-token': token } });
}

const list = async (path: string) =>
  (await (await admin(path)).json()) as {
    readonly requests: readonly { readonly id: string }[];
    readonly next?: number;
  };

it('a request is told by its id as in the log, with the time of its arrival', async () => {
  gateway.simulator.addFault({ fault: 'status-500', times: 1 });
  await post('request-one');
  const answer = await admin('/request-one');
  const told = (await answer.json()) as Record<string, unknown>;
  const line = logs.requests().find(({ id }) => id === 'request-one') ?? {};
  const { level: _level, time: _time, msg: _msg, ...fields } = line;
  expect(told).toEqual({ arrived_at: expect.stringMatching(/^20\d\d-.*Z$/u) as string, ...fields });
  expect(told['attempts']).toEqual([
    expect.objectContaining({ row: 'internal', status: 500 }),
    expect.objectContaining({ row: 'ok', repeated: true }),
  ]);
});

it('the list is newest first, filtered and in pages', async () => {
  for (const id of ['request-1', 'request-2', 'request-3']) await post(id);
  await post('request-4', 'no-such-model');
  const ids = ({ requests }: { readonly requests: readonly { readonly id: string }[] }) =>
    requests.map(({ id }) => id);
  const first = await list(`?outcome=ok&model=${MODEL}&limit=2`);
  expect(ids(first)).toEqual(['request-3', 'request-2']);
  expect(ids(await list(`?outcome=ok&model=${MODEL}&limit=2&before=${first.next}`))).toEqual(['request-1']);
  expect(ids(await list('?outcome=error'))).toEqual(['request-4']);
  expect(ids(await list('?client=nobody'))).toEqual([]);
});

it.each([
  ['an unknown id', '/request-none', 404],
  ['an unknown outcome', '?outcome=fine', 400],
  ['no number', '?limit=many', 400],
  ['too many', '?limit=501', 400],
  ['a filter twice', '?client=a&client=b', 400],
])('%s is a mistake that is told', async (_what, path, status) => {
  expect((await admin(path)).status).toBe(status);
});

it.each(['', '/request-one'])('%j is for the admin alone', async (path) => {
  expect((await admin(path, 'a-wrong-token-0000000000001')).status).toBe(401);
});

it.each([
  ['/admin/api/requests/request-none', '/admin/api/requests/{id}', TOKEN, 404],
  ['/admin/api/keys?limit=many', '/admin/api/keys', TOKEN, 400],
  ['/admin/api/pool', '/admin/api/pool', 'a-wrong-token-0000000000001', 401],
  ['/admin/api/no-such-path', 'unknown', TOKEN, 404],
])(
  'a call of %s that fails is told as one of %s, in the list and the metrics',
  async (path, endpoint, token, status) => {
    const headers = { 'x-admin-token': token, 'x-request-id': 'admin-call' };
    await fetch(gateway.url + path, { headers });
    const told = (await (await admin('/admin-call')).json()) as Record<string, unknown>;
    expect([told['endpoint'], told['status']]).toEqual([endpoint, status]);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain(`api_requests_total{endpoint="${endpoint}",status="${status}"} 1`);
  },
);
