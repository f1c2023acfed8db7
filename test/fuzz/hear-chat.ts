// Hears a stream of Chat Completions as its reference describes it.

import { listAt, numberAt, objectAt, textAt, type Json } from '../matrix/wire.ts';
import { candidateAt, illegal, readHeardFrames, type Heard, type HeardCandidate } from './heard.ts';

const ENDS: Readonly<Record<string, HeardCandidate['ended']>> = {
  stop: 'done',
  tool_calls: 'tools',
  length: 'length',
  content_filter: 'blocked',
};

/** `relayed`: order and finishes are the provider's own business, and `[DONE]` may be missing. */
export function hearChat(text: string, relayed: boolean): Heard {
  const candidates = new Map<number, HeardCandidate>();
  let over: 'well' | 'error' | undefined;
  for (const { data, bare } of readHeardFrames(text)) {
    if (over !== undefined) throw illegal(`after the ${over} end: ${data ?? bare}`);
    if (data === undefined || bare !== '') throw illegal(`no event: ${bare}`);
    if (data === '[DONE]') {
      over = 'well';
      continue;
    }
    const chunk = objectAt(JSON.parse(data) as unknown);
    if (chunk['error'] !== undefined) {
      if (textAt(chunk, 'error', 'message') === '') throw illegal('an error without a message');
      over = 'error';
      continue;
    }
    if (textAt(chunk, 'id') === '' || chunk['object'] !== 'chat.completion.chunk')
      throw illegal(`no chunk: ${data}`);
    for (const choice of listAt(chunk, 'choices')) hearChoice(objectAt(choice), candidates, relayed);
  }
  const finished = [...candidates.values()].every(({ ended }) => ended !== undefined) && candidates.size > 0;
  if (over === 'well' && !finished && !relayed) throw illegal('[DONE] without a finish');
  if (over === undefined && relayed && finished) over = 'well';
  return { ending: over ?? 'open', candidates };
}

function hearChoice(choice: Json, all: Map<number, HeardCandidate>, relayed: boolean): void {
  const index = numberAt(choice, 'index');
  const fresh = !all.has(index);
  const heard = candidateAt(all, index);
  const delta = objectAt(choice, 'delta');
  if (!relayed) {
    if (heard.ended !== undefined) throw illegal('a delta after the finish');
    if (fresh && delta['role'] !== 'assistant') throw illegal('the first delta names no role');
  }
  heard.text += textAt(delta, 'content') + textAt(delta, 'refusal');
  heard.thoughts += textAt(delta, 'reasoning_content');
  for (const call of listAt(delta, 'tool_calls')) hearCall(objectAt(call), heard, relayed);
  const reason = choice['finish_reason'];
  if (typeof reason !== 'string') return;
  const ended = ENDS[reason];
  if (ended === undefined) throw illegal(`finish_reason ${reason}`);
  heard.ended = ended;
}

function hearCall(call: Json, heard: HeardCandidate, relayed: boolean): void {
  const index = numberAt(call, 'index');
  const known = heard.calls[index];
  const json = textAt(call, 'function', 'arguments');
  if (known !== undefined) {
    heard.calls[index] = { name: known.name, json: known.json + json };
    return;
  }
  if (!relayed && index !== heard.calls.length) throw illegal('a call skips an index');
  const name = textAt(call, 'function', 'name');
  if (!relayed && (textAt(call, 'id') === '' || name === ''))
    throw illegal('a call begins without id or name');
  heard.calls[index] = { name, json };
}
