// Counting what a key has used in the last minute, at 100 requests a second.

import { MinuteWindow } from '../../src/pool/minute-window.ts';
import type { Cases } from '../measure-cases.ts';

const STEP_MS = 10;
const START_MS = 1_750_000_000_000;

function full(): { readonly window: MinuteWindow; nowMs: number } {
  const window = new MinuteWindow();
  let nowMs = START_MS;
  for (; nowMs < START_MS + 60_000; nowMs += STEP_MS) window.add(MinuteWindow.slot(nowMs, nowMs), 1);
  return { window, nowMs };
}

const counted = full();
const asked = full();

export const cases: Cases = {
  'a request counted, and the total': () => {
    counted.nowMs += STEP_MS;
    counted.window.add(MinuteWindow.slot(counted.nowMs, counted.nowMs), 1);
    return counted.window.total(counted.nowMs);
  },
  'the total': () => asked.window.total(asked.nowMs),
  'when it sinks by a tenth': () => asked.window.sinksTo(5400, asked.nowMs),
  'when it sinks to nothing': () => asked.window.sinksTo(0, asked.nowMs),
};
