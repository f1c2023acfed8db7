// A plan as OpenAI's Responses stream it.

import type { Part, Plan } from './plan.ts';
import type { Said, WireEvent } from './wire-event.ts';

type Emit = (type: string, fields: object, says?: readonly Said[]) => void;

const candidate = 0;

/** The events of the whole stream, the terminal one last. */
export function writeResponses(plan: Plan): WireEvent[] {
  const { parts, ending } = plan.candidates[0] ?? { parts: [], ending: 'stop' };
  const events: WireEvent[] = [];
  const emit: Emit = (type, fields, says = []) => {
    const data = JSON.stringify({ type, sequence_number: events.length, ...fields });
    events.push({ name: type, data, says, ends: [] });
  };
  const response = {
    id: 'resp_1',
    object: 'response',
    created_at: 1_700_000_000,
    model: 'gpt-x',
    output: [],
  };
  emit('response.created', { response: { ...response, status: 'in_progress', usage: null } });
  emit('response.in_progress', { response: { ...response, status: 'in_progress', usage: null } });
  const output = parts.map((part, index) => writeItem(part, index, emit));
  const cut = ending === 'length' || ending === 'filter';
  const status = cut ? 'incomplete' : 'completed';
  const reason = ending === 'length' ? 'max_output_tokens' : 'content_filter';
  const usage = plan.usage ? { input_tokens: 9, output_tokens: 7, total_tokens: 16 } : null;
  const incomplete_details = cut ? { reason } : null;
  emit(`response.${status}`, { response: { ...response, status, output, usage, incomplete_details } });
  const last = events.pop();
  return last === undefined ? events : [...events, { ...last, ends: [0], terminal: true }];
}

function writeItem(part: Part, index: number, emit: Emit): object {
  const place = { output_index: index, item_id: `item_${index}` };
  const add = (item: object): void => emit('response.output_item.added', { output_index: index, item });
  const done = (item: object): object => {
    emit('response.output_item.done', { output_index: index, item });
    return item;
  };
  const id = place.item_id;
  switch (part.kind) {
    case 'text':
    case 'refusal':
      add({ id, type: 'message', status: 'in_progress', role: 'assistant', content: [] });
      return done({
        id,
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [writeContent(part, place, emit)],
      });
    case 'thought': {
      const text = part.pieces.join('');
      const summary = [{ type: 'summary_text', text }];
      add({ id, type: 'reasoning', summary: [] });
      const at = { ...place, summary_index: 0 };
      emit('response.reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } });
      for (const value of part.pieces)
        emit('response.reasoning_summary_text.delta', { ...at, delta: value }, [
          { candidate, kind: 'thought', value },
        ]);
      emit('response.reasoning_summary_text.done', { ...at, text });
      emit('response.reasoning_summary_part.done', { ...at, part: summary[0] });
      return done({
        id,
        type: 'reasoning',
        summary,
        ...(part.signed && { encrypted_content: 'gAAAAsigned' }),
      });
    }
    case 'call': {
      const { id: callId, name, pieces } = part;
      const json = pieces.join('');
      const item = { id, type: 'function_call', call_id: callId, name };
      emit(
        'response.output_item.added',
        { output_index: index, item: { ...item, arguments: '', status: 'in_progress' } },
        [{ candidate, kind: 'call', id: callId, value: name }],
      );
      for (const value of pieces)
        emit('response.function_call_arguments.delta', { ...place, delta: value }, [
          { candidate, kind: 'arguments', id: callId, value },
        ]);
      emit('response.function_call_arguments.done', { ...place, arguments: json });
      return done({ ...item, arguments: json, status: 'completed' });
    }
    case 'image':
      add({ id, type: 'image_generation_call', status: 'in_progress' });
      return done({ id, type: 'image_generation_call', status: 'completed', result: 'iVBORw0KGgo=' });
    case 'search':
    default:
      add({ id, type: 'web_search_call', status: 'in_progress' });
      emit('response.web_search_call.completed', place);
      return done({
        id,
        type: 'web_search_call',
        status: 'completed',
        action: { type: 'search', query: 'twins' },
      });
  }
}

function writeContent(part: Extract<Part, { kind: 'text' | 'refusal' }>, place: object, emit: Emit): object {
  const at = { ...place, content_index: 0 };
  const whole = part.pieces.join('');
  if (part.kind === 'refusal') {
    emit('response.content_part.added', { ...at, part: { type: 'refusal', refusal: '' } });
    for (const value of part.pieces)
      emit('response.refusal.delta', { ...at, delta: value }, [{ candidate, kind: 'text', value }]);
    emit('response.refusal.done', { ...at, refusal: whole });
    const refusal = { type: 'refusal', refusal: whole };
    emit('response.content_part.done', { ...at, part: refusal });
    return refusal;
  }
  const empty = { type: 'output_text', text: '', annotations: [], logprobs: [] };
  emit('response.content_part.added', { ...at, part: empty });
  for (const value of part.pieces)
    emit('response.output_text.delta', { ...at, delta: value, logprobs: [] }, [
      { candidate, kind: 'text', value },
    ]);
  const annotation = {
    type: 'url_citation',
    url: 'https://a.example/x',
    title: 'A',
    start_index: 0,
    end_index: 1,
  };
  if (part.cited) emit('response.output_text.annotation.added', { ...at, annotation_index: 0, annotation });
  emit('response.output_text.done', { ...at, text: whole, logprobs: [] });
  const text = { ...empty, text: whole, annotations: part.cited ? [annotation] : [] };
  emit('response.content_part.done', { ...at, part: text });
  return text;
}
