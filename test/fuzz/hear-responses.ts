// Hears a stream of Responses as its reference describes it: numbered events, items one after another, one end, and the
// response at the end the same as what its events have told.

import { listAt, numberAt, objectAt, textAt, type Json } from '../matrix/wire.ts';
import { emptyCandidate, illegal, readHeardFrames, type Heard, type HeardCandidate } from './heard.ts';

interface Ear {
  readonly heard: HeardCandidate;
  readonly relayed: boolean;
  sequence: number;
  open: number | undefined;
  items: number;
  over: 'well' | 'error' | undefined;
  failing: boolean;
}

export function hearResponses(text: string, relayed: boolean): Heard {
  const ear: Ear = {
    heard: emptyCandidate(),
    relayed,
    sequence: 0,
    open: undefined,
    items: 0,
    over: undefined,
    failing: false,
  };
  for (const { name, data, bare } of readHeardFrames(text)) {
    if (ear.over !== undefined) throw illegal(`after the ${ear.over} end: ${data ?? bare}`);
    if (data === undefined || bare !== '') throw illegal(`no event: ${bare}`);
    const event = objectAt(JSON.parse(data) as unknown);
    if (name !== event['type']) throw illegal(`${name ?? 'no name'} is called ${textAt(event, 'type')}`);
    hearEvent(event, ear);
  }
  return { ending: ear.over ?? 'open', candidates: new Map([[0, ear.heard]]) };
}

function hearEvent(event: Json, ear: Ear): void {
  const { heard, relayed } = ear;
  const type = textAt(event, 'type');
  checkOrder(event, type, ear);
  switch (type) {
    case 'response.output_item.added':
      if (!relayed && (ear.open !== undefined || numberAt(event, 'output_index') !== ear.items))
        throw illegal('an item out of order');
      ear.open = numberAt(event, 'output_index');
      ear.items++;
      if (textAt(event, 'item', 'type') === 'function_call')
        heard.calls.push({ name: textAt(event, 'item', 'name'), json: '' });
      return;
    case 'response.output_item.done':
      if (!relayed && ear.open !== numberAt(event, 'output_index'))
        throw illegal('an item that is not open is done');
      ear.open = undefined;
      return;
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      heard.text += textAt(event, 'delta');
      return;
    case 'response.reasoning_summary_text.delta':
      heard.thoughts += textAt(event, 'delta');
      return;
    case 'response.function_call_arguments.delta': {
      const call = heard.calls.at(-1);
      if (call === undefined) throw illegal('arguments without a call');
      heard.calls[heard.calls.length - 1] = { name: call.name, json: call.json + textAt(event, 'delta') };
      return;
    }
    case 'error':
      ear.failing = true;
      return;
    case 'response.failed':
      if (textAt(event, 'response', 'error', 'message') === '') throw illegal('a failure without a message');
      ear.over = 'error';
      return;
    case 'response.completed':
    case 'response.incomplete':
      end(objectAt(event, 'response'), ear);
      return;
    default:
  }
}

/** A relay that breaks off does not know how far the numbers came. */
function checkOrder(event: Json, type: string, ear: Ear): void {
  if (ear.failing && type !== 'response.failed') throw illegal(`${type} after an error`);
  if (ear.relayed || type === 'error' || ear.failing) return;
  if (numberAt(event, 'sequence_number') !== ear.sequence) throw illegal('a number is left out');
  if (ear.sequence === 0 && type !== 'response.created') throw illegal(`${type} comes first`);
  ear.sequence++;
}

function end(response: Json, ear: Ear): void {
  const { heard, relayed } = ear;
  if (ear.open !== undefined && !relayed) throw illegal('an end within an item');
  const output = listAt(response, 'output');
  const said = output
    .flatMap((item) => listAt(item, 'content'))
    .map((part) => textAt(part, 'text') + textAt(part, 'refusal'))
    .join('');
  const calls = output.filter((item) => textAt(item, 'type') === 'function_call');
  if (!relayed && (said !== heard.text || calls.length !== heard.calls.length))
    throw illegal('the response is not what its events told');
  const reason = textAt(response, 'incomplete_details', 'reason');
  const whole = textAt(response, 'status') === 'completed';
  heard.ended = whole
    ? calls.length > 0
      ? 'tools'
      : 'done'
    : reason === 'max_output_tokens'
      ? 'length'
      : 'blocked';
  ear.over = 'well';
}
