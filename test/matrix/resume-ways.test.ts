// How a broken stream is continued: by handing the model its own beginning, by a fresh start, or not at all; what of it the
// log, the figures and the client are told.

import { afterEach, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { chatDoor } from './chat-door.ts';
import { geminiDoor } from './gemini-door.ts';
import { exchange, startMatrixWorld, type Exchanged, type MatrixWorld } from './matrix-world.ts';
import { messagesDoor } from './messages-door.ts';
import { responsesDoor } from './responses-door.ts';
import type { Saying } from './scenario.ts';
import { at, listAt, readFrames, textAt } from './wire.ts';

const story =
  'Tell me of Castor and of Pollux,  the twins, and of how the one shared his days with the other.';
const wholeText = `You said: ${story}`;
const text: Saying = { turns: [{ user: [story] }], maxTokens: 500 };
const thoughtful: Saying = { turns: [{ user: [story] }], thinks: true };
const PREFILLS = 'claude-sonnet-4-5';

const config = `stream_failover: resume
circuit_breaker: { failure_threshold: 1000 }
max_failures_threshold: 1000
retry: { same_key_retries: 0 }
models:
  gemini-first: { targets: [{ provider: gemini, model: gemini-3.8-flash }, { provider: openai, model: gpt-4.1 }] }
  claude-first: { targets: [{ provider: anthropic, model: claude-sonnet-4-6 }, { provider: openai, model: gpt-4.1 }] }
`;

let world: MatrixWorld;
const logs = captureLogs();
afterEach(async () => {
  await world.close();
  logs.clear();
});

async function ask(model: string, fault: object, saying = text, door = chatDoor): Promise<Exchanged> {
  const { path, body } = door.say(saying, model, true);
  world.simulator.addFault({ fault: 'cut', times: 1, ...fault });
  return exchange(world, path, JSON.stringify(body));
}

async function logged(): Promise<Readonly<Record<string, unknown>>> {
  await expect.poll(() => logs.requests().length).toBeGreaterThan(0);
  return logs.requests().at(-1) ?? {};
}

const heard = (stream: string, door = chatDoor): string => door.hear(door.fold(readFrames(stream))).text;

describe('a model that takes the beginning of its answer', () => {
  it.each([chatDoor, responsesDoor, messagesDoor, geminiDoor].map((door) => [door.name, door] as const))(
    'goes on from it, wherever it broke off: %s',
    async (_name, door) => {
      world = await startMatrixWorld({ keyCount: 2, config, logger: logs.logger });
      for (let afterEvents = 4; afterEvents < 16; afterEvents++) {
        const { text: stream, calls } = await ask(PREFILLS, { afterEvents }, text, door);
        expect([door.endOf(readFrames(stream)), heard(stream, door)]).toEqual(['well', wholeText]);
        const last = listAt(calls[1]?.body, 'messages').at(-1);
        expect([calls.length, textAt(last, 'role')]).toEqual([2, 'assistant']);
        const begun = textAt(last, 'content', 0, 'text');
        expect(wholeText.startsWith(begun) && begun === begun.trimEnd() && begun !== '').toBe(true);
        expect(at(calls[1]?.body, 'max_tokens')).toBeLessThan(500);
      }
      expect(await logged()).toMatchObject({ outcome: 'ok', resumed: [`anthropic/${PREFILLS} by prefill`] });
    },
  );
});

it('a model that refuses the beginning after all is asked to start afresh', async () => {
  world = await startMatrixWorld({ keyCount: 2, config, logger: logs.logger });
  world.simulator.addFault({ fault: 'cut', afterEvents: 7, times: 1 });
  const { text: stream, calls } = await ask(PREFILLS, { fault: 'status-400' });
  expect([heard(stream), calls.map(({ status }) => status)]).toEqual([wholeText, [200, 400, 200]]);
  expect(await logged()).toMatchObject({
    resumed: [`anthropic/${PREFILLS} by prefill`, `anthropic/${PREFILLS} by restart`],
  });
});

describe('another provider', () => {
  it('goes on with the same words; the answer is still called the first one’s', async () => {
    world = await startMatrixWorld({ config, logger: logs.logger });
    const { text: stream, headers, calls } = await ask('gemini-first', { afterEvents: 6 });
    expect([heard(stream), calls.length]).toEqual([wholeText, 2]);
    expect(headers.get('x-pollux-model')).toBe('gemini-3.8-flash');
    expect(await logged()).toMatchObject({
      outcome: 'ok',
      provider: 'gemini',
      model: 'gemini-3.8-flash',
      resumed: ['openai/gpt-4.1 by restart'],
      attempts: [{ row: 'truncated_answer' }, { row: 'ok' }],
      tokens_estimated: true,
    });
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toContain('pollux_stream_resumes_total{provider="openai",way="restart"} 1');
  });

  it('that says something else is not used: the stream ends in an error', async () => {
    world = await startMatrixWorld({ config, logger: logs.logger });
    const { text: stream, calls } = await ask('claude-first', { afterEvents: 5 }, thoughtful);
    const frames = readFrames(stream);
    expect([chatDoor.endOf(frames), calls.length]).toEqual(['error', 2]);
    expect(stream).toMatch(/broke off and could not be continued: openai\/gpt-4\.1 began another answer/u);
    expect(await logged()).toMatchObject({ outcome: 'truncated', code: 'incomplete_answer' });
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toContain('pollux_stream_resumes_total{provider="openai",way="diverged"} 1');
  });
});

describe('a stream of Google’s that is a JSON array', () => {
  it('goes on as one array', async () => {
    world = await startMatrixWorld({ keyCount: 2, config, logger: logs.logger });
    const path = '/v1beta/models/gemini-3.8-flash:streamGenerateContent';
    const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: story }] }] });
    for (let afterEvents = 1; afterEvents < 12; afterEvents++) {
      world.simulator.addFault({ fault: 'cut', afterEvents, times: 1 });
      const { text: array, calls } = await exchange(world, path, body);
      const said = (JSON.parse(array) as unknown[]).map((chunk) =>
        textAt(chunk, 'candidates', 0, 'content', 'parts', 0, 'text'),
      );
      expect([said.join(''), calls.length]).toEqual([wholeText, 2]);
    }
  });
});

describe('a stream that is silent for too long, or sends a broken event', () => {
  it.each(['stall', 'malformed', 'error-raw'])('goes on: %s', async (fault) => {
    world = await startMatrixWorld({ keyCount: 2, config: `${config}timeouts: { idle: 200ms }\n` });
    const { text: stream, calls } = await ask('gemini-3.8-flash', { fault, afterEvents: 6 });
    expect([heard(stream), calls.length]).toEqual([wholeText, 2]);
  });
});

describe('a stream that keeps breaking', () => {
  it('is given up in the end, and says so', async () => {
    world = await startMatrixWorld({ keyCount: 9, config, logger: logs.logger });
    const { text: stream, calls } = await ask('gemini-3.8-flash', { afterEvents: 4, times: 99 });
    expect([chatDoor.endOf(readFrames(stream)), calls.length]).toEqual(['error', 4]);
    expect(await logged()).toMatchObject({ outcome: 'truncated' });
  });

  it('goes on as often as its breaks are mended', async () => {
    world = await startMatrixWorld({ keyCount: 9, config, logger: logs.logger });
    const { text: stream, calls } = await ask('gemini-3.8-flash', { afterEvents: 4, times: 3 });
    expect([heard(stream), calls.length]).toEqual([wholeText, 4]);
  });

  it('ends in an error where it has several candidates', async () => {
    world = await startMatrixWorld({ keyCount: 3, config, logger: logs.logger });
    world.simulator.addFault({ fault: 'cut', afterEvents: 8, times: 1 });
    const { path, body } = chatDoor.say(text, 'gemini-3.8-flash', true);
    const { text: stream } = await exchange(world, path, JSON.stringify({ ...body, n: 2 }));
    expect(chatDoor.endOf(readFrames(stream))).toBe('error');
  });
});
