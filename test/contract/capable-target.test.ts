// A plan's text-only target is passed over by a request with images, and only by such a request.

import { afterEach, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

it('takes the next target for an image that the first cannot see', async () => {
  const { createSimulator } = await import('../../src/simulator/simulator.ts');
  const other = createSimulator({ acceptAnyKey: true });
  const { url } = await other.listen();
  gateway = await startTestGateway({
    files: {
      'pollux.yaml': `
providers:
  deepseek: { keys: [sk-deepseek-test-key-0001], base_url: ${url}/v1 }
models:
  seeing: { targets: [{ provider: deepseek, model: deepseek-chat }, { provider: gemini, model: gemini-3.8-flash }] }
`,
    },
  });
  const ask = async (content: unknown): Promise<string | null> => {
    const body = JSON.stringify({ model: 'seeing', max_tokens: 50, messages: [{ role: 'user', content }] });
    const response = await fetch(`${gateway.url}/v1/messages`, { method: 'POST', body });
    expect(response.status).toBe(200);
    return response.headers.get('x-pollux-provider');
  };
  expect(await ask('hello')).toBe('deepseek');
  const source = { type: 'base64', media_type: 'image/png', data: PIXEL };
  expect(
    await ask([
      { type: 'image', source },
      { type: 'text', text: 'what is this?' },
    ]),
  ).toBe('gemini');
  await other.close();
});
