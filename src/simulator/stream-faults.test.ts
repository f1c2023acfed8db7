import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { doorNames, doors, isJson, readAnswer, sendTo, terminals, type Asked } from './faults.fixture.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const world = useSimulator();
const { simulator } = world;

const answerTo = (asked: Asked): ReturnType<typeof readAnswer> => readAnswer(world.base, asked);

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
    const request = sendTo(world.base, ask('sim-stall-1'));
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
