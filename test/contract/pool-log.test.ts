// What happens to keys and their quotas is told in the log, once, without the keys.

import { expect, it } from 'vitest';
import { captureLogs } from '../support/capture-logs.ts';
import { startTestGateway } from '../support/start-gateway.ts';
import { MODEL } from './front-doors.ts';

const DEAD = 'AIzaSyDeadKey-0000000000000000000-dead';
const SPENT = 'AIzaSySpentKey-000000000000000000-spent';
const LIVE = 'AIzaSyLiveKey-0000000000000000000-live';

it('tells of a key that is revoked and of a quota that is used up', async () => {
  const logs = captureLogs();
  const test = await startTestGateway({
    keys: [DEAD, SPENT, LIVE],
    start: { logger: logs.logger },
    env: { LOG_LEVEL: 'info' },
  });
  try {
    test.simulator.setKeyState(DEAD, 'invalid');
    test.simulator.addFault({ fault: '429-day', key: SPENT });
    const body = JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'hi' }] });
    for (let turn = 0; turn < 4; turn++) {
      const answer = await fetch(`${test.url}/v1/chat/completions`, { method: 'POST', body });
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
  } finally {
    await test.close();
  }
  const lines = logs
    .text()
    .split('\n')
    .filter((line) => line.includes('"msg":"pool"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter(({ event }) => event === 'key_dead')).toMatchObject([
    { level: 'warn', provider: 'gemini', key: 'AIzaSy...dead', reason: expect.any(String) as string },
  ]);
  expect(lines.filter(({ event }) => event === 'bucket_cooled')).toMatchObject([
    {
      level: 'info',
      provider: 'gemini',
      model: MODEL,
      until: expect.stringMatching(/^\d{4}-.*Z$/u) as string,
    },
  ]);
  expect(logs.text()).not.toContain(DEAD);
});
