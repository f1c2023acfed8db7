// Hears a stream of Messages as its reference describes it: one block open at a time, indexes rising, one end.

import { numberAt, objectAt, textAt, type Json } from '../matrix/wire.ts';
import { emptyCandidate, illegal, readHeardFrames, type Heard, type HeardCandidate } from './heard.ts';

const ENDS: Readonly<Record<string, HeardCandidate['ended']>> = {
  end_turn: 'done',
  stop_sequence: 'done',
  tool_use: 'tools',
  max_tokens: 'length',
  refusal: 'blocked',
};

interface Ear {
  readonly heard: HeardCandidate;
  readonly relayed: boolean;
  started: boolean;
  open: { readonly index: number; readonly type: string } | undefined;
  blocks: number;
  over: 'well' | 'error' | undefined;
}

export function hearMessages(text: string, relayed: boolean): Heard {
  const ear: Ear = {
    heard: emptyCandidate(),
    relayed,
    started: false,
    open: undefined,
    blocks: 0,
    over: undefined,
  };
  for (const { name, data, bare } of readHeardFrames(text)) {
    if (ear.over !== undefined) throw illegal(`after the ${ear.over} end: ${data ?? bare}`);
    if (data === undefined || bare !== '') throw illegal(`no event: ${bare}`);
    const event = objectAt(JSON.parse(data) as unknown);
    if (name !== undefined && name !== event['type'])
      throw illegal(`${name} is called ${textAt(event, 'type')}`);
    hearEvent(event, ear);
  }
  return { ending: ear.over ?? 'open', candidates: new Map([[0, ear.heard]]) };
}

function hearEvent(event: Json, ear: Ear): void {
  const { heard, relayed } = ear;
  const type = textAt(event, 'type');
  if (type !== 'message_start' && type !== 'error' && !ear.started && !relayed)
    throw illegal(`${type} before message_start`);
  switch (type) {
    case 'message_start':
      if (ear.started && !relayed) throw illegal('a second message_start');
      ear.started = true;
      return;
    case 'content_block_start':
      openBlock(event, ear);
      return;
    case 'content_block_delta':
      hearDelta(event, ear);
      return;
    case 'content_block_stop':
      if (!relayed && ear.open?.index !== numberAt(event, 'index'))
        throw illegal('a block that is not open ends');
      ear.open = undefined;
      return;
    case 'message_delta': {
      if (ear.open !== undefined && !relayed) throw illegal('message_delta within a block');
      const ended = ENDS[textAt(event, 'delta', 'stop_reason')];
      if (ended === undefined) throw illegal(`stop_reason ${textAt(event, 'delta', 'stop_reason')}`);
      heard.ended = ended;
      return;
    }
    case 'message_stop':
      if (heard.ended === undefined) throw illegal('message_stop without a reason');
      ear.over = 'well';
      return;
    case 'error':
      if (textAt(event, 'error', 'type') === '' || textAt(event, 'error', 'message') === '')
        throw illegal('an empty error');
      ear.over = 'error';
      return;
    case 'ping':
      return;
    default:
      throw illegal(`an event ${type}`);
  }
}

function openBlock(event: Json, ear: Ear): void {
  const index = numberAt(event, 'index');
  const type = textAt(event, 'content_block', 'type');
  if (!ear.relayed && (ear.open !== undefined || index !== ear.blocks))
    throw illegal(`block ${index} out of order`);
  ear.open = { index, type };
  ear.blocks++;
  if (type === 'tool_use') ear.heard.calls.push({ name: textAt(event, 'content_block', 'name'), json: '' });
}

function hearDelta(event: Json, { heard, open, relayed }: Ear): void {
  if (!relayed && open?.index !== numberAt(event, 'index'))
    throw illegal('a delta of a block that is not open');
  const delta = objectAt(event, 'delta');
  heard.text += textAt(delta, 'text');
  heard.thoughts += textAt(delta, 'thinking');
  const call = heard.calls.at(-1);
  if (delta['type'] !== 'input_json_delta' || open?.type !== 'tool_use' || call === undefined) return;
  heard.calls[heard.calls.length - 1] = { name: call.name, json: call.json + textAt(delta, 'partial_json') };
}
