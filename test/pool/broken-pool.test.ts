// A pool in which every key is out of order for a while: when to come back is when the first may be back.

import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const KEYS = [0, 1, 2, 3].map((index) => `AIzaSyBrokenPool-00000000000000000000${index}`);
const MODEL = 'gemini-3.8-flash';

let gateway: TestGateway;
afterEach(() => gateway.close());

function ask(): Promise<Response> {
  return fetch(`${gateway.url}/v1beta/models/${MODEL}:generateContent`, {
    method: 'POST',
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }),
  });
}

describe('a leaked key and three broken projects', () => {
  it('name the earliest return at the first request and at the second', async () => {
    gateway = await startTestGateway({ keys: KEYS });
    const [leaked = '', disabled = '', depleted = '', other = ''] = KEYS;
    gateway.simulator.setKeyState(leaked, 'leaked');
    for (const key of [disabled, other]) gateway.simulator.setKeyState(key, 'service_disabled');
    gateway.simulator.setKeyState(depleted, 'prepay_depleted');
    for (let turn = 0; turn < 2; turn++) {
      const response = await ask();
      expect(response.status).toBe(503);
      const waitS = Number(response.headers.get('retry-after'));
      expect(waitS).toBeGreaterThan(1700);
      expect(waitS).toBeLessThanOrEqual(1800);
    }
    expect(gateway.simulator.callCount({ operation: 'generateContent' })).toBeLessThanOrEqual(KEYS.length);
  });
});
