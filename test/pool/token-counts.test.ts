// Counting tokens costs no quota of answers: neither what is configured nor what a refused count brings.

import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const KEY = 'AIzaSyTokenCounts-000000000000000000001';
const MODEL = 'gemini-3.8-flash';
const CONFIG = `
providers:
  gemini:
    keys:
      - key: ${KEY}
        limits: { rpd: 3 }
`;
const contents = [{ role: 'user', parts: [{ text: 'hi' }] }];
const messages = [{ role: 'user', content: 'hi' }];

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(): Promise<void> {
  gateway = await startTestGateway({
    keys: [],
    files: { 'pollux.yaml': CONFIG },
    simulator: { keys: [{ key: KEY, project: '1' }] },
  });
}

function ask(path: string, body: object): Promise<Response> {
  return fetch(gateway.url + path, { method: 'POST', body: JSON.stringify(body) });
}

const counts = {
  native: () => ask(`/v1beta/models/${MODEL}:countTokens`, { contents }),
  translated: () => ask('/v1/messages/count_tokens', { model: MODEL, messages }),
};

describe.each(['native', 'translated'] as const)('%s counts', (door) => {
  it('leave the answers of the day to answers', async () => {
    await start();
    for (let turn = 0; turn < 6; turn++) expect((await counts[door]()).status).toBe(200);
    expect((await ask(`/v1beta/models/${MODEL}:generateContent`, { contents })).status).toBe(200);
  });

  it('that are refused send no answer to rest', async () => {
    await start();
    gateway.simulator.addFault({ fault: '429-minute', operation: 'countTokens', times: 1 });
    await counts[door]();
    expect((await ask(`/v1beta/models/${MODEL}:generateContent`, { contents })).status).toBe(200);
  });
});
