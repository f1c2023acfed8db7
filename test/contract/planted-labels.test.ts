// Labels of keys and names of fields come from people who may have mixed them up with credentials: pages for operators, of
// which the metrics are open to all, show those as masks.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/start-gateway.ts';

const TOKEN = 'admin-token-of-the-labels-01';
const CLIENT = 'client-key-of-the-labels-01';
const secrets = [TEST_KEY, CLIENT, TOKEN];
const headers = { 'x-admin-token': TOKEN, 'x-api-key': CLIENT };

let gateway: TestGateway;

async function post(path: string, body: object): Promise<void> {
  const answer = await fetch(gateway.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

beforeAll(async () => {
  gateway = await startTestGateway({ env: { ADMIN_TOKEN: TOKEN, API_KEYS: CLIENT } });
  const labels = { name: TEST_KEY, project: CLIENT, models: [TOKEN] };
  await post('/admin/api/keys', { key: 'AIzaSyMixedUp-00000000000000000000001', ...labels });
  for (const secret of secrets) {
    const messages = [{ role: 'user', content: 'x' }];
    const question = { model: 'gemini-3.8-flash', messages, web_search_options: { [secret]: 1 } };
    await post('/v1/chat/completions', question);
  }
});
afterAll(() => gateway.close());

it.each([
  ['/admin/api/keys', 'AIzaSy...0001'],
  ['/admin/api/pool', 'AIzaSy...0001'],
  ['/admin/api/requests', 'AIzaSy...0001'],
  ['/health/detailed', 'AIzaSy...0001'],
  ['/metrics', 'pollux_loss_total{field="tools[].AIzaSy...0001"} 1'],
])('%s shows no credential that was given as something else', async (path, shown) => {
  const answer = await fetch(gateway.url + path, { headers });
  const text = await answer.text();
  expect(text).toContain(shown);
  for (const secret of secrets) expect(text).not.toContain(secret);
});
