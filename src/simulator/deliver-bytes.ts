// Sends bytes piece by piece, and acts out what may befall them on the way. The head is sent by then.
import type { SimulatedFault } from './faults.ts';
import { pause } from './pause.ts';
import type { Exchange } from './simulated-world.ts';

/** `cut` and `stall` come after `afterEvents` pieces, by default in the middle. */
export async function deliverBytes(
  { response, world }: Exchange,
  pieces: readonly Buffer[],
  fault: SimulatedFault | undefined,
): Promise<void> {
  const breaks = fault?.fault === 'cut' || fault?.fault === 'stall';
  const kept = breaks ? pieces.slice(0, fault.afterEvents ?? Math.ceil(pieces.length / 2)) : pieces;
  response.flushHeaders();
  if (fault?.fault === 'slow-first-token' && !(await pause(world.clock, fault.delayMs ?? 5000, response)))
    return;
  for (const piece of kept) {
    if (response.destroyed) return;
    // One write each: whoever reads is to see several chunks.
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
  }
  if (fault?.fault === 'cut') response.socket?.destroy();
  else if (fault?.fault !== 'stall') response.end();
}
