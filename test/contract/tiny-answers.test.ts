// Agents probe a model with one token: thinking eats it, and what is left is an answer without a word, not an error.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
});
afterAll(() => test.close());

const user = { role: 'user', content: 'quota' };

async function ask(path: string, body: object): Promise<string> {
  const response = await fetch(`${test.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return response.text();
}

describe('one token, all of it thought', () => {
  it.each([
    ['adaptive', { type: 'adaptive' }],
    ['enabled', { type: 'enabled', budget_tokens: 1024 }],
    ['unsaid', undefined],
  ])('is a whole message (thinking %s)', async (_, thinking) => {
    const body = { model: MODEL, max_tokens: 1, messages: [user], ...(thinking && { thinking }) };
    expect(JSON.parse(await ask('/v1/messages', body))).toMatchObject({
      type: 'message',
      role: 'assistant',
      content: expect.any(Array) as unknown[],
      stop_reason: 'max_tokens',
      stop_sequence: null,
      usage: { input_tokens: expect.any(Number) as number, output_tokens: expect.any(Number) as number },
    });
    const stream = await ask('/v1/messages', { ...body, stream: true });
    const events = [...stream.matchAll(/^event: (\S+)$/gmu)].map((match) => match[1]);
    expect(events.at(0)).toBe('message_start');
    expect(events.slice(-2)).toEqual(['message_delta', 'message_stop']);
    expect(stream).toContain('"stop_reason":"max_tokens"');
    expect(events.filter((event) => event === 'content_block_start')).toHaveLength(
      events.filter((event) => event === 'content_block_stop').length,
    );
  });

  it('is a whole completion', async () => {
    const body = { model: MODEL, max_completion_tokens: 1, reasoning_effort: 'low', messages: [user] };
    expect(JSON.parse(await ask('/v1/chat/completions', body))).toMatchObject({
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant' }, finish_reason: 'length' }],
    });
    const stream = await ask('/v1/chat/completions', { ...body, stream: true });
    expect(stream).toContain('"finish_reason":"length"');
    expect(stream).toMatch(/data: \[DONE\]\n\n$/u);
  });
});
