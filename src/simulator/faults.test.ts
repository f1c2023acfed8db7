import { describe, expect, it } from 'vitest';
import { gemini, keyOf, openai, readAnswer, type Asked } from './faults.fixture.ts';
import { DEFAULT_SIMULATED_KEYS } from './simulator.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const world = useSimulator();
const { simulator } = world;

const answerTo = (asked: Asked, headers: Record<string, string> = {}): ReturnType<typeof readAnswer> =>
  readAnswer(world.base, asked, headers);

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

  it('for requests that speak of something, and for those only', async () => {
    simulator.addFault({ fault: 'status-503', when: 'twins of the sky' });
    simulator.addFault({ fault: 'status-500', when: 'twins of the sea' });
    expect((await answerTo(gemini('gemini-3.8-flash'))).status).toBe(503);
    simulator.clearFaults();
    simulator.addFault({ fault: 'status-500', when: 'twins of the sea' });
    expect((await answerTo(gemini('gemini-3.8-flash'))).status).toBe(200);
  });

  it('each second time, as a provider that flaps', async () => {
    simulator.addFault({ fault: 'status-503', every: 2 });
    const statuses: number[] = [];
    for (let time = 0; time < 4; time++) statuses.push((await answerTo(gemini('gemini-3.8-flash'))).status);
    expect(statuses).toEqual([503, 200, 503, 200]);
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
    const list = (): Promise<Response> =>
      fetch(`${world.base}/v1beta/models`, { headers: gemini('x').headers });
    simulator.addFault({ fault: 'status-503' });
    expect((await list()).status).toBe(200);
    simulator.addFault({ fault: 'status-503', operation: 'listModels' });
    expect((await list()).status).toBe(503);
  });
});
