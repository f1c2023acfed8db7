// A provider that answers with neither success nor an error: the caller is told that it failed, never sent elsewhere.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { frontDoors } from './front-doors.ts';

let provider: Server;
let status = 302;
let test: TestGateway | undefined;

beforeEach(async () => {
  provider = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { location: 'http://127.0.0.1:1/', 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code: status, message: 'Look elsewhere', status: 'UNKNOWN' } }));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await test?.close();
  await new Promise((resolve) => provider.close(resolve));
});

const asking = frontDoors.filter(({ path }) => !/count_?tokens|generate$|gemini-proxy/iu.test(path));

describe.each([302, 304, 307])('an answer of status %i', (given) => {
  it.each(asking)('is told as a failure of the provider at $path', async (door) => {
    status = given;
    const { port } = provider.address() as AddressInfo;
    test = await startTestGateway({
      env: { GEMINI_BASE_URL: `http://127.0.0.1:${port}`, MAX_RETRIES: '0' },
    });
    const answer = await fetch(test.url + door.path, {
      method: 'POST',
      body: JSON.stringify(door.valid),
      redirect: 'manual',
    });
    expect(answer.status).toBe(502);
    expect(answer.headers.get('location')).toBeNull();
    expectErrorForm(door.form, answer.status, await answer.text());
  });
});
