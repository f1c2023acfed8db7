import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { doorNames, doors, isJson, readAnswer, sendTo, terminals, type Asked } from './faults.fixture.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const clock = createManualClock(Date.parse('2026-07-15T12:00:00Z'));
const world = useSimulator({ clock });
const { simulator } = world;

const answerTo = (asked: Asked): ReturnType<typeof readAnswer> => readAnswer(world.base, asked);

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

  it.each([true, false])('gzip-broken: plain bytes that say they are packed, streamed %s', async (stream) => {
    const { headers, bytes } = await answerTo(ask('sim-gzip-broken', stream));
    expect(headers['content-encoding']).toBe('gzip');
    expect(() => gunzipSync(bytes)).toThrow('incorrect header check');
  });

  it.each([true, false])('html-200: a page where an answer was due, streamed %s', async (stream) => {
    const { status, headers, text } = await answerTo(ask('sim-html-200', stream));
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(text).toContain('<html');
  });

  it('reset: no answer at all', async () => {
    const request = sendTo(world.base, ask('sim-reset', false));
    const [error] = (await once(request, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    expect(simulator.abortedCalls()).toBe(0);
  });

  it('silence: accepted, never answered', async () => {
    const request = sendTo(world.base, ask('sim-silence', false));
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
    const [message] = (await once(sendTo(world.base, ask('sim-slow-first-token-900')), 'response')) as [
      IncomingMessage,
    ];
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
