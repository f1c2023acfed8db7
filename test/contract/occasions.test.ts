// Targets that are there for one occasion only: they get what they are there for, and nothing else.

import { afterEach, describe, expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const FIRST = 'gemini-3.8-flash';
const SECOND = 'gemini-3.5-flash-lite';
const LARGE = 'gpt-5';
const LENIENT = 'gpt-5-mini';
const OPENAI_KEY = 'sk-proj-occasion-000000000000000000001';

let gateway: TestGateway;
let other: Simulator;
const logs = captureLogs();
afterEach(async () => {
  await gateway.close();
  await other.close();
});

async function start(settings = ''): Promise<void> {
  other = createSimulator({ keys: [{ key: OPENAI_KEY, project: 'org-1' }] });
  const { url } = await other.listen();
  gateway = await startTestGateway({
    start: { logger: logs.logger },
    files: {
      'pollux.yaml': `
models:
  careful:
    targets:
      - gemini/${FIRST}
      - { model: openai/${LENIENT}, only_for: content_policy }
      - { model: openai/${LARGE}, only_for: context }
      - { model: gemini/${SECOND}, only_for: overload }
  plain: [gemini/${FIRST}, openai/${LENIENT}]
  mild: [gemini/${FIRST}, { model: gemini/${SECOND}, only_for: content_policy }]
  openly: [openai/${LENIENT}, { model: openai/${LARGE}, only_for: content_policy }]
providers: { openai: { keys: [${OPENAI_KEY}], base_url: "${url}/v1" } }
retry: { same_key_retries: 0, prefer_wait: 0s, wait_for_key: 0s, ${settings} }
`,
    },
  });
  await fetch(`${gateway.url}/v1/models`);
  logs.clear();
}

async function ask(model: string, stream: boolean): Promise<readonly [number, string | null]> {
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'hi' }] }),
  });
  await answer.text();
  return [answer.status, answer.headers.get('x-pollux-model')];
}

const calls = (): number =>
  gateway.simulator.callCount({ method: 'POST' }) + other.callCount({ method: 'POST' });

describe.each([false, true])('a target for one occasion (stream: %s)', (stream) => {
  it('is not asked while all is well', async () => {
    await start();
    expect(await ask('careful', stream)).toEqual([200, FIRST]);
    expect(calls()).toBe(1);
  });

  it.each([
    ['too large a context', 'context-overflow', LARGE],
    ['overload', 'status-503', SECOND],
    ['a lasting error', 'status-500', SECOND],
    ['a used-up quota', '429-day', SECOND],
  ])('is asked at once for %s, and the others are not', async (_what, fault, model) => {
    await start();
    gateway.simulator.addFault({ fault, model: FIRST });
    expect(await ask('careful', stream)).toEqual([200, model]);
    expect(calls()).toBe(2);
    const skipped = logs.requests().at(-1)?.['skipped'] as readonly { readonly reason: string }[];
    expect(skipped.map(({ reason }) => reason)).toContain('not_needed');
  });

  it.each(['blocked-prompt', 'finish-SAFETY', 'finish-PROHIBITED_CONTENT'])(
    'is asked for what was withheld by %s',
    async (fault) => {
      await start();
      gateway.simulator.addFault({ fault, model: FIRST });
      expect(await ask('careful', stream)).toEqual([200, LENIENT]);
      expect(calls()).toBe(2);
    },
  );

  it('gives an answer of its own when that is withheld, too', async () => {
    await start();
    gateway.simulator.addFault({ fault: 'blocked-prompt', model: FIRST });
    other.addFault({ fault: 'blocked-prompt' });
    expect(await ask('careful', stream)).toEqual([200, LENIENT]);
    expect(calls()).toBe(2);
  });

  it('leaves it at what was withheld when it cannot answer', async () => {
    await start();
    gateway.simulator.addFault({ fault: 'blocked-prompt', model: FIRST });
    other.addFault({ fault: 'status-503' });
    expect((await ask('careful', stream))[0]).toBe(400);
  });

  it('gives way to the error when its own occasion did not come', async () => {
    await start();
    gateway.simulator.addFault({ fault: 'status-400', model: FIRST });
    expect((await ask('careful', stream))[0]).toBe(400);
    expect(calls()).toBe(1);
  });
});

describe.each([false, true])('an answer that is withheld for its content (stream: %s)', (stream) => {
  it('is the answer by default', async () => {
    await start();
    gateway.simulator.addFault({ fault: 'blocked-prompt', model: FIRST });
    expect(await ask('plain', stream)).toEqual([200, FIRST]);
    expect(calls()).toBe(1);
  });

  it('goes on to the next target where that is wished', async () => {
    await start('on_content_policy: next_target');
    gateway.simulator.addFault({ fault: 'blocked-prompt', model: FIRST });
    expect(await ask('plain', stream)).toEqual([200, LENIENT]);
    expect(calls()).toBe(2);
  });

  it.each([
    ['chat', '/v1/chat/completions', 'openly', { messages: [{ role: 'user', content: 'hi' }] }],
    ['responses', '/v1/responses', 'openly', { input: 'hi', store: false }],
    ['messages', '/v1/messages', 'mild', { messages: [{ role: 'user', content: 'hi' }], max_tokens: 9 }],
    ['Gemini', '/v1beta/models/mild', 'mild', { contents: [{ parts: [{ text: 'hi' }] }] }],
  ])('goes on at the door of %s, relayed or translated', async (_door, path, model, body) => {
    await start();
    for (const simulator of [gateway.simulator, other])
      simulator.addFault({ fault: 'blocked-prompt', times: 1 });
    const verb = stream ? ':streamGenerateContent?alt=sse' : ':generateContent';
    const native = path.startsWith('/v1beta');
    const answer = await fetch(gateway.url + path + (native ? verb : ''), {
      method: 'POST',
      body: JSON.stringify(native ? body : { model, stream, ...body }),
    });
    expect([answer.status, answer.headers.get('x-pollux-model')]).toEqual([
      200,
      model === 'mild' ? SECOND : LARGE,
    ]);
    await answer.text();
    expect(calls()).toBe(2);
  });
});
