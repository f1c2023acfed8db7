import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createManualClock, type ManualClock } from '../lib/clock.ts';
import { runUntilSignal } from './run-until-signal.ts';

interface Run {
  readonly signals: EventEmitter;
  readonly clock: ManualClock;
  readonly exits: number[];
  readonly closing: PromiseWithResolvers<void>;
  readonly closeCalls: () => number;
  readonly result: Promise<number>;
}

function run(requestsUnderWay = 0): Run {
  const signals = new EventEmitter();
  const clock = createManualClock(0);
  const exits: number[] = [];
  const closing = Promise.withResolvers<void>();
  const close = vi.fn<() => Promise<void>>(() => closing.promise);
  const result = runUntilSignal({
    running: { close, requestsUnderWay: () => requestsUnderWay },
    graceMs: 30_000,
    signals,
    clock,
    exit: (code) => void exits.push(code),
  });
  return { signals, clock, exits, closing, closeCalls: () => close.mock.calls.length, result };
}

/** Lets what awaits go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('runUntilSignal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'closes on %s and ends with 0, leaving nothing behind',
    async (signal) => {
      const { signals, clock, exits, closing, closeCalls, result } = run();
      await settle();
      expect(closeCalls()).toBe(0);
      signals.emit(signal, signal);
      await settle();
      expect(closeCalls()).toBe(1);
      closing.resolve();
      expect(await result).toBe(0);
      expect(exits).toEqual([]);
      expect(clock.pending()).toBe(0);
      expect(signals.eventNames()).toEqual([]);
    },
  );

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends at once on a second signal, here %s', async (signal, code) => {
    const { signals, exits, closeCalls } = run();
    signals.emit('SIGTERM', 'SIGTERM');
    await settle();
    signals.emit(signal, signal);
    expect(exits).toEqual([code]);
    expect(closeCalls()).toBe(1);
  });

  it.each(['SIGHUP', 'SIGTERM'])('is not hurried by a terminal that hangs up after %s', async (signal) => {
    const { signals, exits, closeCalls } = run();
    signals.emit(signal, signal);
    await settle();
    signals.emit('SIGHUP', 'SIGHUP');
    signals.emit('SIGHUP', 'SIGHUP');
    expect(exits).toEqual([]);
    expect(closeCalls()).toBe(1);
  });

  it('ends when the grace time is over', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { signals, clock, exits } = run();
    signals.emit('SIGTERM', 'SIGTERM');
    await settle();
    clock.advance(31_999);
    expect(exits).toEqual([]);
    clock.advance(1);
    expect(exits).toEqual([1]);
    expect(said.mock.calls.join()).toContain('server.shutdown_grace');
    said.mockRestore();
  });

  it.each([
    [0, undefined],
    [
      1,
      'Stopping: 1 request is under way and may take up to 30 s. A second Ctrl-C (or SIGTERM) ends at once.',
    ],
    [
      7,
      'Stopping: 7 requests are under way and may take up to 30 s. A second Ctrl-C (or SIGTERM) ends at once.',
    ],
  ])('says what it waits for: %i requests', async (count, line) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { signals } = run(count);
    signals.emit('SIGINT', 'SIGINT');
    await settle();
    expect(said.mock.calls).toEqual(line === undefined ? [] : [[line]]);
    said.mockRestore();
  });

  it('passes on what goes wrong while closing', async () => {
    const { signals, clock, closing, result } = run();
    signals.emit('SIGINT', 'SIGINT');
    closing.reject(new Error('disk full'));
    await expect(result).rejects.toThrow('disk full');
    expect(clock.pending()).toBe(0);
  });
});
