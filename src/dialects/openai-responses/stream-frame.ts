// One server-sent event of a response stream.

import type { JsonObject } from '../../lib/json.ts';

/** `event: <type>` with its data, in which `type` and `sequence_number` come first. */
export function renderFrame(type: string, sequenceNumber: number, fields: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequenceNumber, ...fields })}\n\n`;
}
