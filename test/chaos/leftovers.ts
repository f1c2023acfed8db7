// What a gateway still holds when nobody asks it anything. All of it must be nothing.

import type { ChaosWorld } from './chaos-world.ts';

/** How long, in real milliseconds, endings may take to get around. */
const PATIENCE_MS = 5000;
const LOOK_EVERY_MS = 4;

/** Names and counts of what is held, once it is nothing or patience is over. */
export async function findLeftovers(world: ChaosWorld): Promise<Readonly<Record<string, number>>> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const held = look(world);
    if (Object.keys(held).length === 0 || performance.now() > untilMs) return held;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function look({ gateway, simulator, http }: ChaosWorld): Readonly<Record<string, number>> {
  const { running, pending, size } = http.stats;
  const counts = {
    ...gateway.holdings(),
    openCalls: simulator.openCalls(),
    requests: running + pending + size,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

/** Requests in flight as the gateway's own metric tells them. */
export async function requestsInFlight(world: ChaosWorld): Promise<number> {
  const { body } = await world.http.request({ method: 'GET', path: '/metrics' });
  const figure = /^pollux_in_flight(?:\{[^}]*\})? (\d+)$/mu.exec(await body.text())?.[1];
  return Number(figure ?? Number.NaN);
}
