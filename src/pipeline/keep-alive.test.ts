import { expect, it } from 'vitest';
import { createManualClock } from '../lib/clock.ts';
import { startKeepAlive } from './keep-alive.ts';

function start() {
  const clock = createManualClock(0);
  const events: string[] = [];
  const sink = {
    bytesWritten: 0,
    write(chunk: Buffer | string) {
      events.push(`${clock.now()} ${chunk.toString()}`);
      sink.bytesWritten += chunk.length;
      return true;
    },
  };
  const stop = startKeepAlive(sink, () => void events.push('open'), 'ping', clock);
  return { clock, events, sink, stop };
}

it('opens the answer and pings after ten seconds of silence, and again after each ten', () => {
  const { clock, events } = start();
  clock.advance(9999);
  expect(events).toEqual([]);
  clock.advance(20_001);
  expect(events).toEqual(['open', '10000 ping', 'open', '20000 ping', 'open', '30000 ping']);
});

it('stays quiet while the answer flows', () => {
  const { clock, events, sink } = start();
  for (let second = 0; second < 60; second += 2) {
    clock.advance(2000);
    sink.write(`text${second}`);
  }
  expect(events.join('\n')).not.toMatch(/open|ping/u);
});

it('pings when an answer that flowed falls silent', () => {
  const { clock, events, sink } = start();
  clock.advance(1000);
  sink.write('text');
  clock.advance(14_000);
  expect(events).toEqual(['1000 text', 'open', '12500 ping']);
});

it('stops, and leaves no timer behind', () => {
  const { clock, events, stop } = start();
  stop();
  clock.advance(60_000);
  expect(events).toEqual([]);
  expect(clock.pending()).toBe(0);
});
