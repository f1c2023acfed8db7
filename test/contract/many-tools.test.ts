// How many tools are too many is Google's to say: a list cut here would take from an agent tools that it counts on.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
});
beforeEach(() => test.simulator.reset());
afterAll(() => test.close());

const parameters = { type: 'object', properties: { q: { type: 'string' } } };
const messages = [{ role: 'user', content: 'hello' }];
const names = (many: number): readonly string[] =>
  Array.from({ length: many }, (_, index) => `tool_${index}`);

const doors: readonly [string, (many: number) => object][] = [
  [
    '/v1/chat/completions',
    (many) => ({
      model: MODEL,
      messages,
      tools: names(many).map((name) => ({ type: 'function', function: { name, parameters } })),
    }),
  ],
  [
    '/v1/messages',
    (many) => ({
      model: MODEL,
      max_tokens: 4000,
      messages,
      tools: names(many).map((name) => ({ name, input_schema: parameters })),
    }),
  ],
];

interface SentTools {
  readonly tools: readonly { readonly functionDeclarations: readonly { readonly name: string }[] }[];
}

const ask = (path: string, body: object): Promise<Response> =>
  fetch(`${test.url}${path}`, { method: 'POST', body: JSON.stringify(body) });

const generated = () => test.simulator.calls().find(({ operation }) => operation === 'generateContent');

it.each(doors)('%s sends all of 140 tools on', async (path, compose) => {
  expect((await ask(path, compose(140))).status).toBe(200);
  const sent = generated()?.body as SentTools | undefined;
  expect(sent?.tools.flatMap((tool) => tool.functionDeclarations.map(({ name }) => name))).toEqual(
    names(140),
  );
});

it.each(doors)('%s tells its client what Google says of too many', async (path, compose) => {
  const response = await ask(path, compose(600));
  expect(generated()?.status).toBe(400);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: {
      type: 'invalid_request_error',
      message: expect.stringContaining('too many function declarations') as string,
    },
  });
});
