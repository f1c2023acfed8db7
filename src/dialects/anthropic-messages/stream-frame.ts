// One server-sent event of the Messages stream: its name is its type.

import type { JsonObject } from '../../lib/json.ts';

/** `event: <type>` and the event as one `data:` line. */
export function renderFrame(event: JsonObject & { readonly type: string }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Keep-alive: Claude Code gives up after 300 s without a byte. */
export const PING = 'event: ping\ndata: {"type":"ping"}\n\n';
