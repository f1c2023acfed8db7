import { once } from 'node:events';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { createSimulator, DEFAULT_SIMULATED_KEYS } from './simulator.ts';

const clock = createManualClock(Date.parse('2026-07-15T12:00:00Z'));
const simulator = createSimulator({ clock });
const keyOf = (provider: string): string =>
  DEFAULT_SIMULATED_KEYS.find((entry) => entry.provider === provider)?.key ?? '';
let base = '';

beforeAll(async () => {
  base = (await simulator.listen()).url;
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const gemini = (model: string, stream = true): Asked => ({
  path: `/v1beta/models/${model}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
  headers: { 'x-goog-api-key': keyOf('gemini') },
  body: { contents: [{ parts: [{ text: 'hello to the twins of the sky' }] }] },
});
const openai = (model: string, stream = true): Asked => ({
  path: '/v1/chat/completions',
  headers: { authorization: `Bearer ${keyOf('openai')}` },
  body: { model, stream, messages: [{ role: 'user', content: 'hello to the twins of the sky' }] },
});
const responses = (model: string, stream = true): Asked => ({
  path: '/v1/responses',
  headers: { authorization: `Bearer ${keyOf('openai')}` },
  body: { model, stream, input: 'hello to the twins of the sky' },
});
const anthropic = (model: string, stream = true): Asked => ({
  path: '/v1/messages',
  headers: { 'x-api-key': keyOf('anthropic'), 'anthropic-version': '2023-06-01' },
  body: {
    model,
    stream,
    max_tokens: 500,
    messages: [{ role: 'user', content: 'hello to the twins of the sky' }],
  },
});
const doors = { gemini, openai, responses, anthropic };
const doorNames = Object.keys(doors) as (keyof typeof doors)[];
const terminals: Readonly<Record<keyof typeof doors, RegExp>> = {
  gemini: /"finishReason"/u,
  openai: /\[DONE\]|"finish_reason":"/u,
  responses: /event: response\.(?:completed|incomplete)/u,
  anthropic: /event: message_(?:delta|stop)/u,
};

/** Sends without `fetch`, which hides how an answer breaks off. */
function send(asked: Asked, headers: Record<string, string> = {}): ClientRequest {
  const request = httpRequest(base + asked.path, {
    method: 'POST',
    headers: { ...asked.headers, ...headers },
    agent: false,
  });
  request.on('error', () => {});
  request.end(JSON.stringify(asked.body));
  return request;
}

async function answerTo(
  asked: Asked,
  headers: Record<string, string> = {},
): Promise<{
  status: number;
  headers: IncomingMessage['headers'];
  bytes: Buffer;
  text: string;
  complete: boolean;
}> {
  const [message] = (await once(send(asked, headers), 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('error', () => {});
  // `once` would throw at the error that a cut is.
  if (!message.closed) await new Promise((resolve) => message.on('close', resolve));
  const bytes = Buffer.concat(chunks);
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    bytes,
    text: bytes.toString(),
    complete: message.complete,
  };
}

describe.each(doorNames)('faults of the stream: %s', (door) => {
  const ask = doors[door];

  it('is complete without a fault', async () => {
    const { text, complete } = await answerTo(ask('sim-none'));
    expect(complete).toBe(true);
    expect(text).toMatch(terminals[door]);
  });

  it('cut: the socket is destroyed amid the stream', async () => {
    const { complete, text } = await answerTo(ask('sim-cut-3'));
    expect(complete).toBe(false);
    expect(text.match(/^data: /gmu)).toHaveLength(3);
  });

  it('eof: a clean end without a terminal', async () => {
    const { complete, text } = await answerTo(ask('sim-eof'));
    expect(complete).toBe(true);
    expect(text.length).toBeGreaterThan(100);
    expect(text).not.toMatch(terminals[door]);
  });

  it('stall: stops, with the socket open', async () => {
    const request = send(ask('sim-stall-1'));
    const [message] = (await once(request, 'response')) as [IncomingMessage];
    const [first] = (await once(message, 'data')) as [Buffer];
    expect(first.toString()).toMatch(/^data: /mu);
    expect(message.complete).toBe(false);
    expect(simulator.openSockets()).toBeGreaterThan(0);
    request.destroy();
    await expect.poll(() => simulator.abortedCalls()).toBe(1);
  });

  it('malformed: one broken event, the rest sound to the end', async () => {
    const { text } = await answerTo(ask('sim-malformed'));
    const data = [...text.matchAll(/^data: (.*)$/gmu)]
      .map((match) => match[1]?.trim() ?? '')
      .filter((line) => line !== '[DONE]');
    const broken = data.filter((line) => !isJson(line));
    expect(broken).toHaveLength(1);
    expect(data.indexOf(broken[0] ?? '')).toBeGreaterThan(0);
    expect(text).toMatch(terminals[door]);
  });

  it('malformed-all: not one sound event', async () => {
    const { text } = await answerTo(ask('sim-malformed-all'));
    expect([...text.matchAll(/^data: (.*)$/gmu)].filter((match) => isJson(match[1] ?? ''))).toEqual([]);
  });

  it('error-event: content, then an error event, no terminal', async () => {
    const { status, text } = await answerTo(ask('sim-error-event'));
    expect(status).toBe(200);
    expect(text).toMatch(/^data: .*"(?:error|response\.failed)"/mu);
    expect(text).not.toMatch(terminals[door]);
  });

  it('error-raw: content, then bare JSON', async () => {
    const { text } = await answerTo(ask('sim-error-raw-2'));
    const bare = text.slice(text.indexOf('{\n'));
    expect(JSON.parse(bare)).toHaveProperty('error');
    expect(text).not.toMatch(terminals[door]);
  });

  it('error-sse-body: a failing status under the content type of a stream', async () => {
    const { status, headers, text } = await answerTo(ask('sim-error-sse-body-429'));
    expect([status, headers['content-type']]).toEqual([429, 'text/event-stream']);
    expect(JSON.parse(text)).toHaveProperty('error');
  });

  it('two-terminals: the end comes twice', async () => {
    const { text } = await answerTo(ask('sim-two-terminals'));
    const ends = /"finishReason"|"finish_reason":"|event: response\.completed|event: message_stop/gu;
    expect(text.match(ends)).toHaveLength(2);
  });

  it('truncated-json: the last event is half', async () => {
    const { complete, text } = await answerTo(ask('sim-truncated-json'));
    expect(complete).toBe(true);
    expect(text.endsWith('\n')).toBe(false);
  });

  it('huge: an answer of megabytes', async () => {
    expect((await answerTo(ask('sim-huge'))).bytes.length).toBeGreaterThan(4_000_000);
  });

  it('no-usage: not a word of usage', async () => {
    expect((await answerTo(ask('sim-no-usage'))).text).not.toMatch(/"usage(?:Metadata)?":\{/u);
    expect((await answerTo(ask('sim-no-usage', false))).text).not.toMatch(/"usage(?:Metadata)?":\s*\{/u);
  });
});

describe.each(doorNames)('faults of the answer: %s', (door) => {
  const ask = doors[door];

  it('cut: fewer bytes than promised', async () => {
    const { complete, bytes, headers } = await answerTo(ask('sim-cut', false));
    expect(complete).toBe(false);
    expect(bytes.length).toBeLessThan(Number(headers['content-length']));
  });

  it('truncated-json: a clean end, half the JSON', async () => {
    const { complete, text } = await answerTo(ask('sim-truncated-json', false));
    expect([complete, isJson(text)]).toEqual([true, false]);
  });

  it.each(['sim-error-event', 'sim-error-raw', 'sim-error-sse-body'])(
    '%s: the error itself',
    async (model) => {
      const { status, text } = await answerTo(ask(model, false));
      expect([status, Object.keys(JSON.parse(text) as object)]).toEqual([
        503,
        expect.arrayContaining(['error']),
      ]);
    },
  );

  it('reset: no answer at all', async () => {
    const request = send(ask('sim-reset', false));
    const [error] = (await once(request, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    expect(simulator.abortedCalls()).toBe(0);
  });

  it('silence: accepted, never answered', async () => {
    const request = send(ask('sim-silence', false));
    await expect.poll(() => simulator.callCount({ fault: 'silence' })).toBe(1);
    expect(simulator.calls().at(-1)?.status).toBe(0);
    request.destroy();
    await expect.poll(() => simulator.abortedCalls()).toBe(1);
  });

  it('delay: the headers wait for the clock', async () => {
    const answer = answerTo(ask('sim-delay-700', false));
    await expect.poll(() => clock.pending()).toBe(1);
    clock.advance(699);
    expect(clock.pending()).toBe(1);
    clock.advance(1);
    expect((await answer).status).toBe(200);
  });

  it('slow-first-token: headers at once, content later', async () => {
    const [message] = (await once(send(ask('sim-slow-first-token-900')), 'response')) as [IncomingMessage];
    await expect.poll(() => clock.pending()).toBe(1);
    clock.advance(900);
    const [first] = (await once(message, 'data')) as [Buffer];
    expect(first.length).toBeGreaterThan(0);
    message.destroy();
  });

  it('gzip: compressed although nobody asked', async () => {
    const whole = await answerTo(ask('sim-gzip', false));
    const stream = await answerTo(ask('sim-gzip'));
    expect([whole.headers['content-encoding'], stream.headers['content-encoding']]).toEqual(['gzip', 'gzip']);
    expect(isJson(gunzipSync(whole.bytes).toString())).toBe(true);
    expect(gunzipSync(stream.bytes).toString()).toMatch(terminals[door]);
  });

  it('redirect, html-502 and wrong-content-type', async () => {
    expect((await answerTo(ask('sim-redirect', false))).status).toBe(307);
    const html = await answerTo(ask('sim-html-502', false));
    expect([html.status, html.headers['content-type']]).toEqual([502, 'text/html; charset=UTF-8']);
    const wrong = await answerTo(ask('sim-wrong-content-type', false));
    expect([wrong.headers['content-type'], isJson(wrong.text)]).toEqual(['text/html; charset=UTF-8', true]);
  });

  it.each([400, 402, 403, 404, 429, 500, 502, 503, 504, 529])(
    'status-%i in the vendor’s own envelope',
    async (status) => {
      const { status: got, text } = await answerTo(ask(`sim-status-${status}`));
      expect(got).toBe(status);
      const body = JSON.parse(text) as {
        type?: string;
        error: { code?: unknown; type?: string; status?: string; message: string };
      };
      expect(body.error.message.length).toBeGreaterThan(3);
      const isGemini = door === 'gemini';
      expect(body.error.code === status).toBe(isGemini);
      expect(typeof (isGemini ? body.error.status : body.error.type)).toBe('string');
      expect(body.type).toBe(door === 'anthropic' ? 'error' : undefined);
    },
  );

  it.each(['429-minute', '429-day', '429-limit-zero', '429-bare', '429-spend'])(
    '%s is a 429',
    async (fault) => {
      expect((await answerTo(ask(`sim-${fault}`))).status).toBe(429);
    },
  );

  it('context-overflow is a 400', async () => {
    expect(await answerTo(ask('sim-context-overflow'))).toMatchObject({
      status: 400,
      text: expect.stringMatching(/maximum/u),
    });
  });
});

describe('answers of Gemini that say nothing', () => {
  it.each([
    ['sim-blocked-prompt', (body: Body) => body.promptFeedback?.blockReason, 'SAFETY'],
    [
      'sim-blocked-prompt-PROHIBITED_CONTENT',
      (body: Body) => body.promptFeedback?.blockReason,
      'PROHIBITED_CONTENT',
    ],
    ['sim-empty', (body: Body) => body.candidates?.[0], { content: { role: 'model' }, index: 0 }],
    ['sim-empty-candidates', (body: Body) => body.candidates, []],
    [
      'sim-finish-MAX_TOKENS',
      (body: Body) => body.candidates?.[0],
      { content: { role: 'model' }, finishReason: 'MAX_TOKENS', index: 0 },
    ],
    [
      'sim-finish-MALFORMED_FUNCTION_CALL',
      (body: Body) => body.candidates?.[0]?.finishMessage?.slice(0, 24),
      'Malformed function call:',
    ],
  ])('%s, whole and streamed', async (model, pick, expected) => {
    const whole = JSON.parse((await answerTo(gemini(model, false))).text) as Body;
    const streamed = JSON.parse((await answerTo(gemini(model))).text.slice('data: '.length)) as Body;
    expect([pick(whole), pick(streamed)]).toEqual([expected, expected]);
  });

  it('late-usage: the usage comes after the finish, alone', async () => {
    const events = (await answerTo(gemini('sim-late-usage'))).text.trim().split('\r\n\r\n');
    expect(events.at(-2)).toContain('"finishReason":"STOP"');
    expect(events.at(-2)).not.toContain('usageMetadata');
    expect(events.at(-1)).not.toContain('candidates"');
    expect(events.at(-1)).toContain('usageMetadata');
  });
});

interface Body {
  promptFeedback?: { blockReason: string };
  candidates?: { finishMessage?: string }[];
}

describe('ways to ask for a fault', () => {
  it('by a real model’s name with the fault behind it', async () => {
    expect((await answerTo(gemini('gemini-3.8-flash-sim-status-503'))).status).toBe(503);
  });

  it('by a header, and the call log knows it', async () => {
    expect((await answerTo(gemini('gemini-3.8-flash'), { 'x-simulate': 'status-500' })).status).toBe(500);
    expect(simulator.calls().at(-1)).toMatchObject({
      fault: 'status-500',
      status: 500,
      persona: 'gemini',
      operation: 'streamGenerateContent',
    });
  });

  it('for a number of times, then no more', async () => {
    simulator.addFault({ fault: 'status-503', times: 2 });
    const statuses: number[] = [];
    for (let time = 0; time < 3; time++) statuses.push((await answerTo(gemini('gemini-3.8-flash'))).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('for one key, model or persona only', async () => {
    simulator.addFault({
      fault: 'status-500',
      model: 'gemini-2.5*',
      persona: 'gemini',
      key: keyOf('gemini'),
    });
    const other = {
      ...gemini('gemini-2.5-flash'),
      headers: { 'x-goog-api-key': DEFAULT_SIMULATED_KEYS[2]?.key ?? '' },
    };
    expect((await answerTo(gemini('gemini-2.5-flash'))).status).toBe(500);
    expect((await answerTo(gemini('gemini-3.8-flash'))).status).toBe(200);
    expect((await answerTo(other)).status).toBe(200);
    expect((await answerTo(openai('gpt-4o'))).status).toBe(200);
  });

  it('leaves lists and counts alone unless their operation is named', async () => {
    const list = (): Promise<Response> => fetch(`${base}/v1beta/models`, { headers: gemini('x').headers });
    simulator.addFault({ fault: 'status-503' });
    expect((await list()).status).toBe(200);
    simulator.addFault({ fault: 'status-503', operation: 'listModels' });
    expect((await list()).status).toBe(503);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
