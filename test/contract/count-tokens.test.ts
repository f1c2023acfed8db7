// Clients count tokens before each turn. They get a number even where the provider gives none.

import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, TEST_KEY, type TestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

let test: TestGateway | undefined;

afterEach(async () => {
  await test?.close();
  test = undefined;
});

async function count(words: number): Promise<{ readonly status: number; readonly tokens: number }> {
  const response = await fetch(`${test?.url}/v1/messages/count_tokens`, {
    method: 'POST',
    body: JSON.stringify({
      model: MODEL,
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'word '.repeat(words) }],
    }),
  });
  const { input_tokens: tokens } = (await response.json()) as { input_tokens: number };
  return { status: response.status, tokens };
}

const callsFor = (operation: string): number => test?.simulator.callCount({ operation }) ?? 0;

describe('count_tokens', () => {
  it.each(['429-minute', '429-day', '429-bare', 'status-503', 'key-invalid'])(
    'estimates, at the first try, where Google answers %s',
    async (fault) => {
      test = await startTestGateway();
      test.simulator.addFault({ fault, operation: 'countTokens' });
      const [short, long] = [await count(10), await count(1000)];
      expect([short.status, long.status]).toEqual([200, 200]);
      expect(short.tokens).toBeGreaterThan(0);
      // 1000 words of four letters are more than 500 tokens and fewer than 3000 by anyone's count.
      expect(long.tokens).toBeGreaterThan(500);
      expect(long.tokens).toBeLessThan(3000);
      expect(callsFor('countTokens')).toBeLessThanOrEqual(2);
    },
  );

  it('estimates without asking when no key is any good', async () => {
    test = await startTestGateway();
    test.simulator.setKeyState(TEST_KEY, 'invalid');
    const tried = await fetch(`${test.url}/v1/generate`, {
      method: 'POST',
      body: JSON.stringify({ prompt: 'try it', model: MODEL }),
    });
    expect(tried.ok).toBe(false);
    const { status, tokens } = await count(10);
    expect(status).toBe(200);
    expect(tokens).toBeGreaterThan(0);
    expect(callsFor('countTokens')).toBe(0);
  });
});
