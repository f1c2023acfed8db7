// Which result answers which call, for dialects that want each result right behind its call.

import type { ToolResultPart } from '../canon/content.ts';
import type { Message } from '../canon/request.ts';

/** The tool results of a request, each handed out once. */
export interface ResultQueue {
  /** The result of a call: the nearest one that is left. */
  take(callId: string): ToolResultPart | undefined;
  /** True when the part was handed out. */
  isTaken(part: ToolResultPart): boolean;
}

/** Ids may repeat in long conversations, so results are handed out in their order. */
export function createResultQueue(messages: readonly Message[]): ResultQueue {
  const waiting = new Map<string, ToolResultPart[]>();
  const callIds = new Set<string>();
  const taken = new Set<ToolResultPart>();
  for (const part of messages.flatMap((message) => message.parts)) {
    if (part.type === 'tool-call') callIds.add(part.id);
    if (part.type !== 'tool-result' || !callIds.has(part.callId)) continue;
    const queue = waiting.get(part.callId) ?? [];
    queue.push(part);
    waiting.set(part.callId, queue);
  }
  return {
    take(callId) {
      const part = waiting.get(callId)?.shift();
      if (part) taken.add(part);
      return part;
    },
    isTaken: (part) => taken.has(part),
  };
}
