// Names of models that nobody knows, and a provider that refuses this location: what many keys are asked for.

import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const KEYS = Array.from({ length: 8 }, (_, index) => `AIzaSyUnknownModel-000000000000000000${index}`);

let gateway: TestGateway;
afterEach(() => gateway.close());

function ask(model: string): Promise<Response> {
  return fetch(`${gateway.url}/v1beta/models/${model}:generateContent`, {
    method: 'POST',
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }),
  });
}

function asked(): number {
  return gateway.simulator.callCount({ operation: 'generateContent' });
}

describe('a pool of eight projects', () => {
  it('asks two of them for a model that none knows, and then nobody', async () => {
    gateway = await startTestGateway({ keys: KEYS });
    for (let turn = 0; turn < 3; turn++) {
      expect((await ask('gemini-9.9-nonsense')).status).toBe(404);
      expect(asked()).toBe(2);
    }
  });

  it('asks one of them where the location is refused, and says that it is the provider who refuses', async () => {
    gateway = await startTestGateway({ keys: KEYS });
    for (const key of KEYS) gateway.simulator.setKeyState(key, 'location');
    for (let turn = 0; turn < 2; turn++) {
      const response = await ask('gemini-3.8-flash');
      expect(response.status).toBe(502);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(50);
    }
    expect(asked()).toBeLessThanOrEqual(1);
  });
});
