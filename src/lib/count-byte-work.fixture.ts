// Counts the bytes that a reader of streams copies and searches, so that tests can tell linear work from quadratic.

import { vi } from 'vitest';

/** Runs `task`; bytes copied by `Buffer.concat` and `set`, bytes looked through by `indexOf`. */
export function countByteWork(task: () => void): number {
  let bytes = 0;
  const { concat } = Buffer;
  const { set } = Uint8Array.prototype;
  const { indexOf } = Buffer.prototype;
  const spies = [
    vi.spyOn(Buffer, 'concat').mockImplementation((list, length) => {
      const whole = concat(list, length);
      bytes += whole.length;
      return whole;
    }),
    vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (this: Uint8Array, from, at) {
      bytes += from.length;
      set.call(this, from, at);
    }),
    vi.spyOn(Buffer.prototype, 'indexOf').mockImplementation(function (this: Buffer, value, from) {
      const start = typeof from === 'number' ? from : 0;
      const found = indexOf.call(this, value, start);
      bytes += (found === -1 ? this.length : found) - start;
      return found;
    }),
  ];
  try {
    task();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return bytes;
}
