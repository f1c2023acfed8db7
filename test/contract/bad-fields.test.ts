// Fields of the wrong type, missing and unknown models: the caller's mistake, told in the caller's form, at no cost.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { expectErrorForm } from './error-form.ts';
import { EMBEDDER, frontDoors, MODEL, type FrontDoor } from './front-doors.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
  await fetch(`${test.url}/v1/models`);
});

afterAll(() => test.close());

function doorAt(path: string): FrontDoor {
  const door = frontDoors.find((one) => one.path === path);
  if (door === undefined) throw new Error(`no door at ${path}`);
  return door;
}

async function send(path: string, body: unknown): Promise<Response> {
  return fetch(test.url + path, { method: 'POST', body: JSON.stringify(body) });
}

const wrongFields: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  '/v1/chat/completions': [
    { messages: undefined },
    { messages: 'hello' },
    { messages: {} },
    { messages: [] },
    { messages: [5] },
    { messages: [null] },
    { messages: [{ content: 'no role' }] },
    { messages: [{ role: 5, content: 'x' }] },
    { messages: [{ role: 'narrator', content: 'x' }] },
    { messages: [{ role: 'user', content: 5 }] },
    { messages: [{ role: 'user', content: [5] }] },
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 5 }] }] },
    { messages: [{ role: 'assistant', tool_calls: 'x' }] },
    { tools: 'x' },
    { tools: [5] },
    { tools: [{ type: 'function', function: { name: 5 } }] },
    { tool_choice: 5 },
    { temperature: 'hot' },
    { max_tokens: 'many' },
    { max_completion_tokens: [] },
    { stop: 5 },
    { stream: 'yes' },
    { response_format: 'json' },
    { response_format: { type: 'json_schema' } },
    { n: 'two' },
    { model: 5 },
    { model: null },
    { model: '' },
    { model: {} },
    { model: undefined },
  ],
  '/v1/embeddings': [
    { input: undefined },
    { input: 5 },
    { input: {} },
    { input: [] },
    { input: [{}] },
    { input: ['a', 5] },
    { dimensions: 'x' },
    { encoding_format: 'morse' },
    { model: 5 },
    { model: undefined },
  ],
  '/v1/completions': [
    { prompt: undefined },
    { prompt: 5 },
    { prompt: {} },
    { prompt: [] },
    { prompt: '' },
    { prompt: ['a', 5] },
    { prompt: [1, 2, 3] },
    { prompt: [[1], [2]] },
    { prompt: Array.from({ length: 33 }, () => 'x') },
    { echo: 'yes' },
    { n: 'two' },
    { n: 0 },
    { best_of: 'x' },
    { logprobs: true },
    { max_tokens: 'many' },
    { temperature: 'hot' },
    { stop: 5 },
    { stream: 'yes' },
    { suffix: 5 },
    { user: 5 },
    { model: 5 },
    { model: undefined },
  ],
  '/v1/images/generations': [
    { prompt: undefined },
    { prompt: '' },
    { prompt: 5 },
    { n: 0 },
    { n: 11 },
    { n: 'two' },
    { n: 1.5 },
    { size: 'large' },
    { size: 5 },
    { size: '0x0' },
    { size: '99999999x1' },
    { response_format: 'gif' },
    { output_format: 'gif' },
    { stream: 'yes' },
    { partial_images: 'x' },
    { user: 5 },
    { model: 5 },
    { model: undefined },
  ],
  '/v1/audio/speech': [
    { input: undefined },
    { input: '' },
    { input: 5 },
    { input: 'x'.repeat(4097) },
    { voice: undefined },
    { voice: '' },
    { voice: { id: 'voice_1' } },
    { instructions: 5 },
    { response_format: 'midi' },
    { response_format: 5 },
    { speed: 'fast' },
    { speed: 0 },
    { speed: 5 },
    { stream_format: 'ogg' },
    { model: 5 },
    { model: undefined },
  ],
  '/v1/messages': [
    { messages: undefined },
    { messages: 'hello' },
    { messages: [] },
    { messages: [5] },
    { messages: [{ role: 'narrator', content: 'x' }] },
    { messages: [{ role: 'user', content: 5 }] },
    { messages: [{ role: 'user', content: [5] }] },
    { messages: [{ role: 'user', content: [{ type: 'image', source: 5 }] }] },
    { system: 5 },
    { tools: 'x' },
    { tools: [5] },
    { tool_choice: 5 },
    { max_tokens: 'many' },
    { temperature: 'hot' },
    { stop_sequences: 5 },
    { stream: 'yes' },
    { thinking: 5 },
    { model: 5 },
    { model: undefined },
  ],
  '/v1/messages/count_tokens': [
    { messages: undefined },
    { messages: 'hello' },
    { messages: [5] },
    { system: 5 },
    { tools: 'x' },
    { model: 5 },
    { model: undefined },
  ],
  '/v1/generate': [
    { prompt: undefined },
    { prompt: 5 },
    { prompt: '' },
    { prompt: [] },
    { model: 5 },
    { model: {} },
  ],
  '/generate': [
    { prompt: undefined },
    { prompt: {} },
    { prompt: '  ' },
    { provider: 5 },
    { provider: 'Skynet' },
  ],
  '/gemini-proxy': [
    { prompt: undefined },
    { prompt: null },
    { model: 5, api_key: 'AIzaSyCallersKey-000000000000000000000' },
    { model: MODEL },
    { api_key: 'AIzaSyCallersKey-000000000000000000000' },
    { model: MODEL, api_key: 5 },
    { model: '../../secret', api_key: 'AIzaSyCallersKey-000000000000000000000' },
    { prompt: 'x'.repeat(10_001) },
  ],
};

const cases = Object.entries(wrongFields).flatMap(([path, fields]) =>
  fields.map((wrong) => ({ path, wrong, label: JSON.stringify(wrong, showUndefined).slice(0, 90) })),
);

function showUndefined(_name: string, value: unknown): unknown {
  return value === undefined ? '(absent)' : value;
}

describe('a wrong field', () => {
  it.each(cases)('$path $label', async ({ path, wrong }) => {
    const door = doorAt(path);
    const before = test.simulator.callCount();
    const answer = await send(path, { ...door.valid, ...wrong });
    expect(answer.status).toBe(400);
    expectErrorForm(door.form, 400, await answer.text());
    expect(test.simulator.callCount()).toBe(before);
  });
});

describe('objects made to poison', () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`field${index}`, index]));

  it.each(frontDoors)('$path takes no harm from __proto__ and constructor', async (door) => {
    const poison = '"__proto__":{"polluted":true,"model":"x"},"constructor":{"prototype":{"polluted":true}},';
    const body = `{${poison}${JSON.stringify(door.valid).slice(1)}`;
    const answer = await fetch(test.url + door.path, { method: 'POST', body });
    await answer.arrayBuffer();
    expect(answer.status).toBeLessThan(500);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    const next = await send(door.path, door.valid);
    expect(next.status).toBe(200);
    await next.arrayBuffer();
  });

  it.each(frontDoors)('$path takes an object of 5,000 keys', async (door) => {
    const answer = await send(door.path, { ...many, ...door.valid });
    await answer.arrayBuffer();
    expect(answer.status).toBeLessThan(500);
  });

  it.each(frontDoors)('$path is not upset by half a UTF-8 character', async (door) => {
    const text = JSON.stringify(door.valid).replace('Castor', 'Cas\u0000tor').replace('twin?', 'tw\u0000in?');
    const body = new Uint8Array(Buffer.from(text, 'utf8').map((byte) => (byte === 0 ? 0xc3 : byte)));
    const answer = await fetch(test.url + door.path, { method: 'POST', body });
    await answer.arrayBuffer();
    expect([200, 400]).toContain(answer.status);
  });
});

describe('a model that nobody has', () => {
  const doors = frontDoors.filter((door) => door.namesModel);

  it.each(doors)('$path answers 404 and names that look like it', async (door) => {
    const before = test.simulator.callCount();
    const answer = await send(door.path, { ...door.valid, model: 'germini-3.8-flush' });
    expect(answer.status).toBe(404);
    const body = await answer.text();
    expectErrorForm(door.form, 404, body);
    expect(body).toContain('gemini-3.8-flash');
    expect(test.simulator.callCount()).toBe(before);
  });

  it.each(['generateContent', 'streamGenerateContent', 'countTokens'])(
    'the native %s answers 404 in Google’s form',
    async (verb) => {
      const before = test.simulator.callCount();
      const answer = await send(`/v1beta/models/no-such-model:${verb}`, { contents: [] });
      expect(answer.status).toBe(404);
      expectErrorForm('gemini', 404, await answer.text());
      expect(test.simulator.callCount()).toBe(before);
    },
  );

  it.each([
    ['/v1/models/no-such-model', {}, 'openai'],
    ['/v1/models/no-such-model', { 'anthropic-version': '2023-06-01' }, 'anthropic'],
    ['/v1/models/no-such-model', { 'x-goog-api-key': 'k' }, 'gemini'],
    ['/v1beta/models/no-such-model', {}, 'gemini'],
    ['/v1beta/openai/models/no-such-model', {}, 'openai'],
  ] as const)('GET %s with %j', async (path, headers, form) => {
    const answer = await fetch(test.url + path, { headers });
    expect(answer.status).toBe(404);
    expectErrorForm(form, 404, await answer.text());
  });

  it.each(['/v1/generate'])('%s says so in its form', async (path) => {
    const answer = await send(path, { prompt: 'x', model: 'no-such-model' });
    expect(answer.status).toBe(404);
    expectErrorForm('detail', 404, await answer.text());
  });

  it('an embedding model that cannot chat is the caller’s mistake, and told so', async () => {
    const answer = await send('/v1/chat/completions', {
      model: EMBEDDER,
      messages: [{ role: 'user', content: 'x' }],
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expectErrorForm('openai', answer.status, await answer.text());
  });
});
