// HTTP as no client should send it: answered or refused, never a 5xx, never a crash, and nobody chooses where we call.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { composeRequest, openSocket, parseAnswer, readToClose, sendBytes } from '../support/raw-http.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { frontDoors, MODEL } from './front-doors.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
  await fetch(`${test.url}/v1/models`);
});

afterAll(() => test.close());

const [chat] = frontDoors;
const chatPath = chat?.path ?? '';
const chatBody = JSON.stringify(chat?.valid);
const chatLine = `POST ${chatPath} HTTP/1.1`;

afterEach(async () => {
  const answer = await fetch(test.url + chatPath, { method: 'POST', body: chatBody });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`the next request got ${answer.status}`);
});

async function send(bytes: Buffer | string, options = {}) {
  return parseAnswer(await sendBytes(test.url, bytes, options));
}

describe('a request that HTTP cannot read', () => {
  it.each([
    ['noise', '\u0000\u0001\u0002\u0003\r\n\r\n', 400],
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n', 400],
    ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n\r\n', 400],
    ['a line without a version', 'GET /health\r\n\r\n', 403],
    ['HTTP/2 in the clear', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    [
      'two lengths',
      `${chatLine}\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
      400,
    ],
    [
      'a length and chunks at once',
      `${chatLine}\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['a negative length', `${chatLine}\r\nhost: 127.0.0.1\r\ncontent-length: -1\r\n\r\n`, 400],
    [
      'a broken chunk size',
      `${chatLine}\r\nhost: 127.0.0.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nx\r\n`,
      400,
    ],
    ['a space before the colon', `GET /health HTTP/1.1\r\nhost : 127.0.0.1\r\n\r\n`, 400],
    ['a folded header', `GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: 1\r\n folded\r\n\r\n`, 400],
    ['a bare CR in a header', `GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: 1\rx-b: 2\r\n\r\n`, 400],
    ['a NUL in a header', `GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: \u0000\r\n\r\n`, 400],
    ['no Host', 'GET /health HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    ['an unknown method', 'GRAB /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n', 400],
    [
      'headers of 100 kB',
      `GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: ${'a'.repeat(100_000)}\r\n\r\n`,
      431,
    ],
    ['a URL of 100 kB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`, 431],
  ])('gets an answer and an end: %s', async (_what, bytes, status) => {
    const before = test.simulator.callCount();
    const answer = await send(Buffer.from(bytes, 'latin1'));
    expect(answer.status).toBe(status);
    expect(test.simulator.callCount()).toBe(before);
  });

  it('behind a good one ends the connection', async () => {
    const good = composeRequest(chatLine, { connection: 'keep-alive' }, chatBody).toString('latin1');
    const text = await sendBytes(test.url, `${good}\u0000\u0001garbage\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 (?:200|400) /u);
    expect(text).toContain('HTTP/1.1 400 Bad Request\r\nconnection: close');
  });
});

describe('noise behind a request whose stream is under way', () => {
  it.each(['1.1', '1.0'])('ends it, and writes nothing into it (HTTP/%s)', async (version) => {
    test.simulator.addFault({ fault: 'stall-1', times: 1 });
    const body = JSON.stringify({ ...chat?.valid, stream: true });
    const socket = await openSocket(test.url);
    const answer = readToClose(socket);
    socket.once('data', () => socket.write('NOISE\r\n\r\n'));
    socket.write(composeRequest(`POST ${chatPath} HTTP/${version}`, { connection: 'keep-alive' }, body));
    expect((await answer).match(/HTTP\/1\.1 \d+/gu)).toEqual(['HTTP/1.1 200']);
  });
});

describe('a request that is odd but sound', () => {
  it('with HTTP/1.0 is answered, and the connection closed', async () => {
    const answer = await send('GET /health HTTP/1.0\r\nhost: localhost\r\n\r\n');
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('AI Gateway is healthy');
  });

  it('with a stream over HTTP/1.0 is whole', async () => {
    const path = `/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`;
    const body = JSON.stringify({ contents: [{ parts: [{ text: 'hello' }] }] });
    const text = await sendBytes(test.url, composeRequest(`POST ${path} HTTP/1.0`, {}, body));
    const answer = parseAnswer(text);
    expect(answer.status).toBe(200);
    expect(answer.headers.has('transfer-encoding')).toBe(false);
    expect(answer.body).toContain('"finishReason":"STOP"');
  });

  it('that waits for a 100 Continue gets it', async () => {
    const socket = await openSocket(test.url);
    const text = readToClose(socket);
    const whole = composeRequest(chatLine, { expect: '100-continue' }, chatBody);
    const headEnd = whole.indexOf('\r\n\r\n') + 4;
    socket.write(whole.subarray(0, headEnd));
    await new Promise((resolve) => socket.once('data', resolve));
    socket.write(whole.subarray(headEnd));
    expect(await text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/u);
  });

  it('whose client sends no more, but listens, is answered', async () => {
    const answer = await send(composeRequest(chatLine, {}, chatBody), { thenFinish: true });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('"finish_reason":"stop"');
  });

  it('that comes byte by byte is answered', async () => {
    const socket = await openSocket(test.url);
    const text = readToClose(socket);
    socket.setNoDelay(true);
    for (const byte of composeRequest(chatLine, {}, chatBody)) {
      if (!socket.write(Buffer.from([byte]))) await new Promise((resolve) => socket.once('drain', resolve));
    }
    expect(parseAnswer(await text).status).toBe(200);
  });

  it('that comes in chunks is answered', async () => {
    const size = Buffer.byteLength(chatBody).toString(16);
    const head = `${chatLine}\r\nhost: 127.0.0.1\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n`;
    const answer = await send(`${head}${size};note=x\r\n${chatBody}\r\n0\r\ntrailer: x\r\n\r\n`);
    expect(answer.status).toBe(200);
  });

  it('that is followed at once by two more gets its answers in order', async () => {
    const health = 'GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n';
    const first = composeRequest(chatLine, { connection: 'keep-alive' }, chatBody).toString('latin1');
    const last = composeRequest('GET /health/live HTTP/1.1').toString('latin1');
    const text = await sendBytes(test.url, first + health + last);
    const places = ['"chat.completion"', 'AI Gateway is healthy', '"live"'].map((part) => text.indexOf(part));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  it.each(['http://127.0.0.1/health', 'http://evil.example/health'])(
    'in absolute form, %s, is answered here or refused',
    async (url) => {
      const before = test.simulator.callCount();
      const answer = await send(composeRequest(`GET ${url} HTTP/1.1`));
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(500);
      expect(test.simulator.callCount()).toBe(before);
    },
  );

  it.each(['CONNECT evil.example:443 HTTP/1.1', 'OPTIONS * HTTP/1.1', 'TRACE / HTTP/1.1'])(
    '%s opens nothing',
    async (line) => {
      const before = test.simulator.callCount();
      const answer = await send(composeRequest(line), { withinMs: 1500 });
      expect(answer.status).toBeLessThan(500);
      expect(test.simulator.callCount()).toBe(before);
    },
  );
});

describe('headers', () => {
  it('of a number that nobody needs do no harm', async () => {
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`x-${index}`, '1']));
    const answer = await send(composeRequest('GET /health HTTP/1.1', many));
    expect([200, 431]).toContain(answer.status);
  });

  it.each(['short', 'has space in it', 'x'.repeat(200), '<script>alert(1)</script>', 'id-ünïcode-1234'])(
    'x-request-id %j is replaced',
    async (id) => {
      const answer = await send(composeRequest(chatLine, { 'x-request-id': id }, chatBody));
      expect(answer.headers.get('x-request-id')).toMatch(/^req-[0-9a-f-]{36}$/u);
    },
  );

  it('x-request-id of a harmless form is kept', async () => {
    const answer = await send(composeRequest(chatLine, { 'x-request-id': 'trace.0123:abc-DEF_9' }, chatBody));
    expect(answer.headers.get('x-request-id')).toBe('trace.0123:abc-DEF_9');
  });

  it('x-request-id cannot write a header of its own', async () => {
    const answer = await send(
      composeRequest(chatLine, { 'x-request-id': 'abcdefgh\r\nx-injected: 1' }, chatBody),
    );
    expect(answer.headers.has('x-injected')).toBe(false);
  });
});
