// A POST whose body has a stated length passes the router, one that comes in pieces does not: nobody may notice.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSocket, parseAnswer, readToClose, sendBytes } from '../support/raw-http.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { frontDoors, MODEL } from './front-doors.ts';

const KEY = 'client-key-for-both-ways-0001';
const OTHER = 'client-key-for-both-ways-0002';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway({ env: { CLIENT_API_KEYS_MAP: `${KEY}:First,${OTHER}:Second` } });
});

afterAll(() => test.close());

const head = (path: string, headers: Readonly<Record<string, string>>): string =>
  [`POST ${path} HTTP/1.1`, 'host: 127.0.0.1', 'content-type: application/json']
    .concat(Object.entries(headers).map(([name, value]) => `${name}: ${value}`))
    .join('\r\n');

/** The same request with a stated length and in chunks. */
async function askBothWays(path: string, body: string, headers: Readonly<Record<string, string>>) {
  const bytes = Buffer.from(body);
  const last = { ...headers, 'x-request-id': 'one-and-the-same', connection: 'close' };
  const stated = `${head(path, { ...last, 'content-length': String(bytes.length) })}\r\n\r\n${body}`;
  const chunk = `${bytes.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const chunked = `${head(path, { ...last, 'transfer-encoding': 'chunked' })}\r\n\r\n${chunk}`;
  return [parseAnswer(await sendBytes(test.url, stated)), parseAnswer(await sendBytes(test.url, chunked))];
}

/** What is new with every answer. */
const OF_THE_MOMENT = /(?:"(?:id|responseId|created|created_at)":\s*(?:"[^"]*"|\d+)|"request_id":"[^"]*")/gu;
const VOLATILE = new Set(['date', 'server-timing', 'request-id', 'x-pollux-key', 'content-length']);

function settled({ status, headers, body }: ReturnType<typeof parseAnswer>): unknown {
  const kept = [...headers]
    .filter(([name]) => !VOLATILE.has(name))
    .toSorted(([one], [other]) => one.localeCompare(other));
  return { status, headers: kept, body: body.replaceAll(OF_THE_MOMENT, '') };
}

const key = { 'x-api-key': KEY };
const manyHeaders = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`x-h-${at}`, 'v']));
const kinds: readonly [string, Readonly<Record<string, string>>, (valid: object) => string][] = [
  ['a sound request', key, JSON.stringify],
  ['no client key', {}, JSON.stringify],
  ['a wrong client key', { 'x-api-key': 'wrong' }, JSON.stringify],
  ['broken JSON', key, () => '{"model": '],
  ['JSON that is no object', key, () => '[]'],
  ['a body that says it is compressed', { ...key, 'content-encoding': 'gzip' }, JSON.stringify],
  ['an odd content type', { ...key, accept: 'text/html' }, JSON.stringify],
  ['more headers than are taken', { ...key, ...manyHeaders }, JSON.stringify],
  ['a request for its trail', { ...key, 'x-pollux-trace': '1' }, JSON.stringify],
];

/** Those that have a short way. */
const doors = frontDoors.filter(({ path }) =>
  /(?:chat\/completions|\/messages|\/embeddings|:generateContent)$/u.test(path),
);

describe.each(doors)('$path', ({ path, valid }) => {
  it.each(kinds)('answers %s alike on both ways', async (_kind, headers, write) => {
    const [short, long] = await askBothWays(path, write(valid), headers);
    expect(short?.status).toBeGreaterThan(0);
    const withoutTimes = (answer: unknown): string =>
      JSON.stringify(answer).replaceAll(/\d+(?:\.\d+)? ?ms/gu, '');
    expect(withoutTimes(settled(short ?? fail()))).toBe(withoutTimes(settled(long ?? fail())));
  });
});

function fail(): never {
  throw new Error('there was no answer');
}

it('keeps the callers of one connection apart', async () => {
  const body = JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'hi' }] });
  const socket = await openSocket(test.url);
  const answers = readToClose(socket);
  const length = { 'content-length': String(body.length) };
  for (const presented of [KEY, OTHER, KEY, 'wrong-key-of-the-same-length!'])
    socket.write(`${head('/v1/chat/completions', { ...length, 'x-api-key': presented })}\r\n\r\n${body}`);
  socket.write(`${head('/v1/chat/completions', { ...length, connection: 'close' })}\r\n\r\n${body}`);
  const statuses = (await answers).match(/HTTP\/1\.1 \d+/gu);
  expect(statuses).toEqual([200, 200, 200, 401, 401].map((status) => `HTTP/1.1 ${status}`));
});

it('takes paths with escapes, doubled slashes and closing slashes by the router, to the same door', async () => {
  const body = JSON.stringify({ contents: [{ parts: [{ text: 'hi' }] }] });
  for (const path of [
    `/v1beta/models/${MODEL}:generateContent`,
    `/v1beta/models/${MODEL}%3AgenerateContent`,
    `//v1beta/models/${MODEL}:generateContent`,
    `/v1beta/models/models%2F${MODEL}:generateContent`,
  ]) {
    const answer = await fetch(test.url + path, { method: 'POST', body, headers: key });
    expect([path, answer.status]).toEqual([path, 200]);
    await answer.arrayBuffer();
  }
});
