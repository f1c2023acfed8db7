// One gateway for many replays: starting one costs more than a replay. A reply that is no success may have left a key at
// rest, so the next replay gets a fresh one.

import { startReplayGateway, type GatewayReply, type ReplayGateway } from './replay-gateway.ts';

let shared: { readonly upstreamUrl: string; readonly gateway: ReplayGateway } | undefined;

/** Lends a gateway in front of the upstream. */
export async function withGateway<T extends { readonly reply: GatewayReply }>(
  upstreamUrl: string,
  use: (gateway: ReplayGateway) => Promise<T>,
): Promise<T> {
  if (shared?.upstreamUrl !== upstreamUrl) await closeGateway();
  shared ??= { upstreamUrl, gateway: await startReplayGateway(upstreamUrl) };
  let unmarked = false;
  try {
    const result = await use(shared.gateway);
    unmarked = result.reply.status === 200 && !result.reply.body.includes('"error"');
    return result;
  } finally {
    if (!unmarked) await closeGateway();
  }
}

/** Closes what is lent no more. */
export async function closeGateway(): Promise<void> {
  const closing = shared;
  shared = undefined;
  await closing?.gateway.close();
}
