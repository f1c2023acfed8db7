// Loaded into the soak's gateway before all else: ends it with its starter, and tells on request what its heap holds
// after a collection. Wants `--expose-gc`.

import { memoryUsage } from 'node:process';

const BYTES_PER_MIB = 1024 * 1024;

process.on('disconnect', () => process.exit());
process.on('message', () => {
  // Twice: what finalizers let go is gone after the second.
  for (let time = 0; time < 2; time++) globalThis.gc?.({ type: 'major', execution: 'sync' });
  process.send?.({ heapMib: memoryUsage().heapUsed / BYTES_PER_MIB });
});
// The gateway ends when it has nothing left to do, as it does without a starter.
process.channel?.unref();
