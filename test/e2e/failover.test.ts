// One key or one call fails before anything was said: the client gets its whole answer, and we count what it took.

import { describe, expect, it } from 'vitest';
import { startTestGateway } from '../support/start-gateway.ts';
import { allAskers, streamAskers, wholeAskers } from './askers.ts';
import { createSdks, expectNothingLeft, upstreamCalls } from './sdk-world.ts';

const KEYS = ['A', 'B'].map((letter) => `AIzaSyTestKey-${letter.repeat(25)}`);
const QUESTION = 'a question that is long enough for several chunks';

/** What goes wrong once, the status of that call (0: never answered), and how many keys have been used in the end. */
const scenarios = [
  ['an invalid key', 'key-invalid', 400, 2],
  ['an expired key', 'key-expired', 400, 2],
  ['a leaked key', 'key-leaked', 403, 2],
  ['a day quota used up', '429-day', 429, 2],
  ['a minute quota used up', '429-minute', 429, 2],
  ['a quota of zero', '429-limit-zero', 429, 2],
  ['a bare 429', '429-bare', 429, 2],
  ['an overloaded model', 'status-503', 503, 1],
  ['an internal error', 'status-500', 500, 1],
  ['a page of a load balancer', 'html-502', 502, 1],
  ['a reset connection', 'reset', 0, 1],
] as const;

const cases = scenarios.flatMap(([what, fault, status, keys]) =>
  allAskers.map((asker) => [what, fault, status, keys, asker.name, asker] as const),
);

describe('failover', () => {
  it.each(cases)('hides %s (%s, %i, %i keys) from %s', async (_what, fault, status, keys, _name, { ask }) => {
    const test = await startTestGateway({ keys: KEYS });
    try {
      await fetch(`${test.url}/v1/models`);
      test.simulator.addFault({ fault, times: 1 });
      expect(await ask(createSdks(test.url), QUESTION)).toBe(`You said: ${QUESTION}`);
      const calls = upstreamCalls(test);
      expect(calls.map((call) => call.status)).toEqual([status, 200]);
      expect(new Set(calls.map(({ key }) => key)).size).toBe(keys);
      await expectNothingLeft(test);
    } finally {
      await test.close();
    }
  });
});

/** Answers that began well and were worth nothing, while nothing of them had reached the client. */
const worthless = [
  [wholeAskers, ['cut', 'truncated-json', 'malformed', 'empty', 'finish-MALFORMED_FUNCTION_CALL']],
  [streamAskers, ['cut-0', 'eof-0', 'error-event-0', 'error-raw-0', 'malformed-all', 'empty']],
] as const;

const secondChances = worthless.flatMap(([askers, faults]) =>
  faults.flatMap((fault) => askers.map((asker) => [fault, asker.name, asker] as const)),
);

describe('a second chance', () => {
  it.each(secondChances)('hides %s from %s', async (fault, _name, { ask }) => {
    const test = await startTestGateway({ keys: KEYS });
    try {
      test.simulator.addFault({ fault, times: 1 });
      expect(await ask(createSdks(test.url), QUESTION)).toBe(`You said: ${QUESTION}`);
      expect(upstreamCalls(test).map((call) => call.status)).toEqual([200, 200]);
      await expectNothingLeft(test);
    } finally {
      await test.close();
    }
  });

  it.each(streamAskers.map((asker) => [asker.name, asker] as const))(
    'hides an error in the clothes of a stream from %s',
    async (_name, { ask }) => {
      const test = await startTestGateway({ keys: KEYS });
      try {
        test.simulator.addFault({ fault: 'error-sse-body-503', times: 1 });
        expect(await ask(createSdks(test.url), QUESTION)).toBe(`You said: ${QUESTION}`);
        expect(upstreamCalls(test).map((call) => call.status)).toEqual([503, 200]);
        await expectNothingLeft(test);
      } finally {
        await test.close();
      }
    },
  );
});

describe('a stream that a dozen keys refuse', () => {
  it('is given by the thirteenth, and the process is warned of no leak', async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error): void => void warnings.push(message);
    const keys = Array.from({ length: 13 }, (_, index) => `AIzaSyTestKey-${String(index).padStart(25, '0')}`);
    const test = await startTestGateway({ keys });
    process.on('warning', note);
    try {
      await fetch(`${test.url}/v1/models`);
      test.simulator.addFault({ fault: 'key-invalid', times: 12 });
      const [asker] = streamAskers;
      expect(await asker?.ask(createSdks(test.url), QUESTION)).toBe(`You said: ${QUESTION}`);
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', note);
      await test.close();
    }
  });
});
