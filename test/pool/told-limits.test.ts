// OpenAI and Anthropic name their limits with every good answer: they are kept without having to be refused first.

import { afterEach, expect, it } from 'vitest';
import { createManualClock } from '../../src/lib/clock.ts';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';

const KEYS = {
  openai: 'sk-proj-told-limits-0000000000000001',
  anthropic: 'sk-ant-api03-told-limits-000000001',
};
const MODELS = { openai: 'gpt-4.1', anthropic: 'claude-sonnet-4-6' };
const LIMIT = 4;

let test: TestGateway | undefined;
let simulator: Simulator | undefined;
afterEach(async () => {
  await test?.close();
  await simulator?.close();
});

it.each(['openai', 'anthropic'] as const)('%s is never asked beyond what it has told', async (vendor) => {
  // Header dates are the machine's: so is the beginning of this clock.
  const clock = createManualClock(Date.now());
  simulator = createSimulator({
    clock,
    keys: [{ key: KEYS[vendor], project: 'one' }],
    quotas: [{ project: '*', model: '*', rpm: LIMIT }],
  });
  const { url: upstream } = await simulator.listen();
  const provider = { keys: [KEYS[vendor]], base_url: vendor === 'openai' ? `${upstream}/v1` : upstream };
  const settings = { retry: { wait_for_key: '0s' }, providers: { [vendor]: provider } };
  test = await startTestGateway({
    keys: [],
    start: { clock },
    files: { 'pollux.yaml': JSON.stringify(settings) },
  });
  const { url } = test;
  const ask = async (): Promise<number> => {
    const body = { model: MODELS[vendor], messages: [{ role: 'user', content: 'hi' }] };
    const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
    await answer.arrayBuffer();
    clock.advance(500);
    return answer.status;
  };
  const statuses: number[] = [];
  for (let turn = 0; turn <= LIMIT; turn++) statuses.push(await ask());
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
  expect(simulator.callCount({ status: 429 })).toBe(0);
});
