// The look at a relayed stream as a whole: services that end whole tool calls without a reason confirm the end by usage and
// `[DONE]`. The parser believes them too, and by the same means.

import { asArray, asNumber, asObject, type JsonValue } from '../../lib/json.ts';
import { candidateBit } from '../candidate-bit.ts';
import type { Inspection } from '../dialect.ts';
import { CandidateWriter } from './candidate-writer.ts';
import { inspectChatChunk } from './inspect-chunk.ts';
import { readCalls } from './read-delta.ts';

/** Data of the event that closes a stream. */
export const CLOSING_MARK = '[DONE]';

/** Creates the look at the chunks of one stream, and at its closing mark. */
export function createStreamLook(): (event: JsonValue) => Inspection {
  const callers = new Map<number, CandidateWriter>();
  let sawUsage = false;
  return (event) => {
    const seen = inspectChatChunk(event);
    sawUsage ||= seen.usage !== undefined;
    if (seen.hasContent) noteCalls(event, callers);
    if (event !== CLOSING_MARK || !sawUsage) return seen;
    let { ended } = seen;
    for (const [index, caller] of callers) {
      caller.endedByCalls();
      if (caller.hasReason) ended |= candidateBit(index);
    }
    return { ...seen, ended };
  };
}

function noteCalls(chunk: JsonValue, callers: Map<number, CandidateWriter>): void {
  for (const [position, item] of asArray(asObject(chunk)?.['choices']).entries()) {
    const choice = asObject(item);
    const delta = asObject(choice?.['delta']);
    const said = delta ?? asObject(choice?.['message']);
    if (said?.['tool_calls'] === undefined && said?.['function_call'] === undefined) continue;
    const index = asNumber(choice?.['index']) ?? position;
    const known = callers.get(index);
    // A whole message behind deltas repeats them.
    if (known !== undefined && delta === undefined) continue;
    const caller = known ?? createCaller(index);
    callers.set(index, caller);
    readCalls(said, caller, delta === undefined);
  }
}

/** Nobody is told anything: what counts is whether the calls are whole. */
function createCaller(candidate: number): CandidateWriter {
  return new CandidateWriter({ candidate, messageCount: 0, emit: () => {}, toolName: (name) => name });
}
