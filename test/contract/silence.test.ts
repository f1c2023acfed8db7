// A model that thinks for minutes sends nothing meanwhile: clients and proxies that count on bytes must not give up.

import { afterEach, expect, it } from 'vitest';
import { createManualClock, systemClock } from '../../src/lib/clock.ts';
import { startTestGateway, type TestGateway } from '../support/start-gateway.ts';
import { frontDoors, MODEL, type FrontDoor } from './front-doors.ts';

let test: TestGateway | undefined;

afterEach(async () => {
  await test?.close();
  test = undefined;
});

async function askSilentModel(path: string, valid: FrontDoor['valid']) {
  const clock = createManualClock(Date.UTC(2026, 5, 1));
  test = await startTestGateway({ start: { clock }, simulator: { clock: systemClock } });
  const { simulator, url } = test;
  simulator.addFault({ fault: 'stall-0' });
  const leave = new AbortController();
  const response = fetch(`${url}${path}`, {
    method: 'POST',
    body: JSON.stringify({ ...valid, stream: true }),
    signal: leave.signal,
  });
  await expect.poll(() => simulator.callCount({ model: MODEL, status: 200 })).toBe(1);
  return { clock, response, leave: () => leave.abort() };
}

it.each([
  ['/v1/chat/completions', /^: ping\n\n$/u],
  ['/v1/messages', /^event: ping\ndata: \{"type": ?"ping"\}\n\n$/u],
])('%s pings while the provider has said nothing yet', async (path, ping) => {
  const door = frontDoors.find((one) => one.path === path);
  const { clock, response, leave } = await askSilentModel(path, { ...door?.valid, model: MODEL });
  clock.advance(10_000);
  const { status, body } = await response;
  expect(status).toBe(200);
  const reader = body?.getReader();
  const read = async (): Promise<string> => new TextDecoder().decode((await reader?.read())?.value);
  expect(await read()).toMatch(ping);
  clock.advance(10_000);
  expect(await read()).toMatch(ping);
  leave();
});
