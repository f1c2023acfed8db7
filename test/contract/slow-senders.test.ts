// Clients that send slowly, or stop in the middle: told 408, and let go.

import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeRequest, openSocket, parseAnswer, readToClose } from '../support/raw-http.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { frontDoors } from './front-doors.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway({
    files: { 'pollux.yaml': 'server: { request_timeout: 1s, headers_timeout: 500ms }\n' },
  });
  await fetch(`${test.url}/v1/models`);
});

afterAll(() => test.close());

const request = composeRequest(
  `POST ${frontDoors[0]?.path} HTTP/1.1`,
  {},
  JSON.stringify(frontDoors[0]?.valid),
);
const headEnd = request.indexOf('\r\n\r\n') + 4;

async function stopAfter(bytes: Buffer): Promise<string> {
  const socket: Socket = await openSocket(test.url);
  const text = readToClose(socket, 5000);
  socket.write(bytes);
  return text;
}

describe('a client that stops', () => {
  it.each([
    ['in the request line', request.subarray(0, 10)],
    ['in the headers', request.subarray(0, headEnd - 3)],
    ['before the body', request.subarray(0, headEnd)],
    ['in the body', request.subarray(0, headEnd + 9)],
  ])('%s gets 408 and an end', async (_where, bytes) => {
    const before = test.simulator.callCount();
    const answer = parseAnswer(await stopAfter(bytes));
    expect(answer.status).toBe(408);
    expect(answer.headers.get('connection')).toBe('close');
    expect(test.simulator.callCount()).toBe(before);
    const next = await fetch(`${test.url}/v1/generate`, { method: 'POST', body: '{"prompt":"x"}' });
    expect(next.status).toBe(200);
  });
});
