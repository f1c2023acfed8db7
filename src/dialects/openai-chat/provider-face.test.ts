import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLoss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import { tryParseJsonExact } from '../../lib/json.ts';
import { openaiQuirks } from '../../providers/openai/openai-quirks.ts';
import { createSimulator } from '../../simulator/simulator.ts';
import { createOpenaiChatProviderFace } from './provider-face.ts';
import { fold, makeRequest } from './provider-request.fixture.ts';

const key = 'sk-test-000000000000000000000000';
const simulator = createSimulator({ keys: [{ key, project: 'org-1' }] });
const face = createOpenaiChatProviderFace(openaiQuirks);
let base = '';

beforeAll(async () => {
  base = (await simulator.listen()).url;
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

const tools = [
  {
    type: 'function' as const,
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
];

async function post(request: CanonRequest, model: string): Promise<Response> {
  const context = { loss: createLoss(), model, recallSignature: () => undefined };
  const response = await fetch(`${base}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(face.renderRequest(request, context)),
  });
  if (!response.ok) throw new Error(await response.text());
  return response;
}

async function ask(request: CanonRequest, model = 'gpt-5') {
  const body = await (await post(request, model)).text();
  return face.parseAnswer(tryParseJsonExact(body) ?? null, request);
}

async function stream(request: CanonRequest, model = 'gpt-5'): Promise<StreamEvent[]> {
  const response = await post({ ...request, stream: true }, model);
  const events: StreamEvent[] = [];
  const parser = face.createStreamParser(request, (event) => events.push(event));
  parser.push(new Uint8Array(await response.arrayBuffer()));
  parser.end();
  return events;
}

describe('the face towards OpenAI, against its simulation', () => {
  it('asks in a form that is accepted, tools, results and all', async () => {
    const asked = makeRequest({
      system: [{ type: 'text', text: 'Be brief.' }],
      tools,
      sampling: { temperature: 0.5, topP: 0.9 },
      maxOutputTokens: 500,
      stop: ['1', '2', '3', '4', '5'],
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'What is the weather in Paris?' }] }],
      toolChoice: { type: 'required' },
    });
    const called = await ask(asked);
    expect(called.candidates[0]?.finish.kind).toBe('tool-calls');
    const parts = called.candidates[0]?.parts ?? [];
    const results = parts.flatMap((part) =>
      part.type === 'tool-call'
        ? [
            {
              type: 'tool-result' as const,
              callId: part.id,
              isError: false,
              parts: [{ type: 'text' as const, text: '20' }],
            },
          ]
        : [],
    );
    expect(results.length).toBeGreaterThan(0);
    const answered = await ask({
      ...asked,
      toolChoice: undefined,
      messages: [...asked.messages, { role: 'assistant', parts }, { role: 'user', parts: results }],
    });
    expect(answered.candidates[0]).toMatchObject({ finish: { kind: 'stop' }, parts: [{ type: 'text' }] });
    expect(answered.usage?.totalTokens).toBeGreaterThan(0);
  });

  it('reads a stream to the same answer, usage included', async () => {
    const request = makeRequest({ tools });
    const events = await stream(request);
    expect(events.at(-1)).toEqual({ type: 'answer-end' });
    const streamed = fold(events);
    const whole = await ask(request);
    expect(streamed?.candidates).toEqual(whole.candidates);
    expect(streamed?.usage?.totalTokens).toBe(whole.usage?.totalTokens);
  });

  it.each(['no-done', 'no-usage', 'two-terminals'])('makes do with %s', async (fault) => {
    expect((await stream(makeRequest(), `gpt-5-sim-${fault}`)).at(-1)).toEqual({ type: 'answer-end' });
  });

  it.each(['eof', 'error-event', 'error-raw', 'malformed', 'malformed-all', 'empty-candidates'])(
    'never takes a stream for whole with %s',
    async (fault) => {
      expect((await stream(makeRequest(), `gpt-5-sim-${fault}`)).at(-1)?.type).toBe('error');
    },
  );

  it('asks for JSON so that it is accepted', async () => {
    const answer = await ask(makeRequest({ responseFormat: { type: 'json' } }));
    expect(answer.candidates[0]?.finish.kind).toBe('stop');
  });
});
