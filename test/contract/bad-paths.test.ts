// Paths that cannot be decoded are refused in the form of the door that they lead to, with a request id and a log line.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';

const CLIENT = 'client-key-of-bad-paths';
const logs = captureLogs();
const long = 'x'.repeat(600);
let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway({ env: { API_KEYS: CLIENT }, start: { logger: logs.logger } });
});
afterEach(() => logs.clear());
afterAll(() => test.close());

const paths = [
  ['/v1beta/models/x%zz:generateContent', 'gemini', 400],
  ['/v1/models/x%c3%28:generateContent', 'gemini', 400],
  ['/v1beta/openai/models/%', 'openai', 400],
  ['/v1/models/%ff', 'openai', 400],
  ['/v1/messages/%e0%a4', 'anthropic', 400],
  ['/%%%', 'detail', 400],
  [`/v1/responses/${long}`, 'openai', 414],
] as const;

function ask(path: string, headers: Record<string, string>): Promise<Response> {
  return fetch(test.url + path, { method: 'POST', headers, body: '{}' });
}

describe('a path that cannot be read', () => {
  it.each(paths)('is refused in its own form: %s (%s)', async (path, form, status) => {
    const answer = await ask(path, { 'x-api-key': CLIENT, 'x-request-id': 'trace-bad-path' });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-request-id')).toBe('trace-bad-path');
    expectErrorForm(form, status, await answer.text());
    expect(logs.requests()).toEqual([expect.objectContaining({ id: 'trace-bad-path', status })]);
  });

  it('asks for a credential like any other', async () => {
    const answer = await ask('/v1/models/%ff', {});
    expect(answer.status).toBe(401);
    expectErrorForm('openai', 401, await answer.text());
  });
});
