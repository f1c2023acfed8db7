// A conversation that moved here from another model or project carries thought signatures that Google refuses.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exchange, startMatrixWorld } from '../matrix/matrix-world.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const FOREIGN = Buffer.from('made by another project').toString('base64');
const STAND_IN = 'skip_thought_signature_validator';
const parameters = { type: 'object', properties: { city: { type: 'string' } } };

const chat = {
  model: MODEL,
  tools: [{ type: 'function', function: { name: 'get_weather', parameters } }],
  messages: [
    { role: 'user', content: 'the weather, please' },
    {
      role: 'assistant',
      tool_calls: [
        {
          id: 'call_1',
          type: 'function',
          function: { name: 'get_weather', arguments: '{"city":"Sparta"}' },
          extra_content: { google: { thought_signature: FOREIGN } },
        },
      ],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
  ],
};

const messages = {
  model: MODEL,
  max_tokens: 4000,
  tools: [{ name: 'get_weather', input_schema: parameters }],
  messages: [
    { role: 'user', content: 'the weather, please' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', signature: `pollux.gemini.${FOREIGN}` },
        { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Sparta' } },
      ],
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'sunny' }] },
  ],
};

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
});
beforeEach(() => test.simulator.reset());
afterAll(() => test.close());

async function ask(path: string, body: object): Promise<Response> {
  return fetch(`${test.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
}

const sent = (): readonly string[] =>
  test.simulator
    .calls()
    .filter(({ operation }) => operation.toLowerCase().includes('generatecontent'))
    .map(
      ({ status, body }) => `${status} ${/"thoughtSignature":"([^"]*)"/u.exec(JSON.stringify(body))?.[1]}`,
    );

describe.each([
  ['/v1/chat/completions', chat],
  ['/v1/messages', messages],
])('a refused thought signature at %s', (path, body) => {
  it.each([false, true])(
    'is sent once more without it, and the client sees nothing of that (stream: %s)',
    async (stream) => {
      const response = await ask(path, { ...body, stream });
      const text = await response.text();
      expect(response.status).toBe(200);
      expect(text).toMatch(/The tool/u);
      expect(text).toMatch(/"stop"|end_turn/u);
      expect(sent()).toEqual([`400 ${FOREIGN}`, `200 ${STAND_IN}`]);
    },
  );
});

it('is told to a client of Google itself, whose signatures are its own', async () => {
  const response = await ask(`/v1beta/models/${MODEL}:generateContent`, {
    contents: [
      { role: 'user', parts: [{ text: 'the weather, please' }] },
      { role: 'model', parts: [{ functionCall: { name: 'get_weather' }, thoughtSignature: FOREIGN }] },
      { role: 'user', parts: [{ functionResponse: { name: 'get_weather', response: { result: 'sunny' } } }] },
    ],
    tools: [{ functionDeclarations: [{ name: 'get_weather' }] }],
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: 'Invalid thought signature.' } });
  expect(sent()).toEqual([`400 ${FOREIGN}`]);
});

it.each([false, true])(
  'is left out where OpenAI refuses the reasoning of another organization (stream: %s)',
  async (stream) => {
    const world = await startMatrixWorld({ config: 'providers: { openai: { api: responses } }\n' });
    const [first, said, result] = messages.messages;
    const content = [
      { type: 'thinking', thinking: 'hm', signature: `pollux.openai.${FOREIGN}` },
      { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Sparta' } },
    ];
    const body = { ...messages, model: 'gpt-5', messages: [first, { ...said, content }, result], stream };
    const { status, text, calls } = await exchange(world, '/v1/messages', JSON.stringify(body));
    expect([status, text]).toEqual([200, expect.stringMatching(/The tool/u)]);
    expect(calls.map((call) => [call.status, JSON.stringify(call.body).includes(FOREIGN)])).toEqual([
      [400, true],
      [200, false],
    ]);
    await world.close();
  },
);
