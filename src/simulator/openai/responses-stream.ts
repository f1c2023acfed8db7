// The events of a Responses stream, from the finished response. Every event has its type and a running number.
import { asArray, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { BrokenStream, StreamPiece, StreamReply } from '../reply.ts';
import { splitIntoDeltas } from '../simulated-mind.ts';
import { openaiStatusError } from './errors.ts';

type Emit = (type: string, fields: JsonObject, role?: StreamPiece['role']) => void;

/** The answer as the events of a response stream. */
export function streamResponse(
  response: JsonObject,
  headers: Readonly<Record<string, string>>,
  fault: string | undefined,
): StreamReply {
  const pieces: StreamPiece[] = [];
  let sequence = 0;
  const emit: Emit = (type, fields, role = 'content') => {
    const data = JSON.stringify({ type, sequence_number: sequence++, ...fields });
    pieces.push({ text: `event: ${type}\ndata: ${data}\n\n`, role });
  };
  const begun: JsonObject = {
    ...response,
    status: 'in_progress',
    output: [],
    incomplete_details: null,
    usage: null,
  };
  emit('response.created', { response: begun });
  emit('response.in_progress', { response: begun });
  for (const [index, item] of asArray(response['output']).entries())
    emitItem(emit, asObject(item) ?? {}, index);
  const end = response['status'] === 'completed' ? 'response.completed' : 'response.incomplete';
  emit(end, { response }, 'end');
  if (fault === 'two-terminals') emit(end, { response }, 'end');
  return {
    kind: 'stream',
    contentType: 'text/event-stream; charset=utf-8',
    pieces,
    headers,
    broken: brokenResponse(response),
  };
}

function emitItem(emit: Emit, item: JsonObject, index: number): void {
  const place: JsonObject = { item_id: item['id'], output_index: index };
  switch (item['type']) {
    case 'message':
      emit('response.output_item.added', {
        output_index: index,
        item: { ...item, status: 'in_progress', content: [] },
      });
      emitText(emit, asObject(asArray(item['content'])[0]) ?? {}, place);
      break;
    case 'web_search_call':
      emit('response.output_item.added', { output_index: index, item: { ...item, status: 'in_progress' } });
      for (const phase of ['in_progress', 'searching', 'completed'])
        emit(`response.web_search_call.${phase}`, place);
      break;
    case 'function_call': {
      emit('response.output_item.added', {
        output_index: index,
        item: { ...item, status: 'in_progress', arguments: '' },
      });
      const args = asString(item['arguments']) ?? '';
      for (const delta of splitIntoDeltas(args))
        emit('response.function_call_arguments.delta', { ...place, delta });
      emit('response.function_call_arguments.done', { ...place, arguments: args });
      break;
    }
    case 'custom_tool_call': {
      emit('response.output_item.added', {
        output_index: index,
        item: { ...item, status: 'in_progress', input: '' },
      });
      const input = asString(item['input']) ?? '';
      for (const delta of splitIntoDeltas(input))
        emit('response.custom_tool_call_input.delta', { ...place, delta });
      emit('response.custom_tool_call_input.done', { ...place, input });
      break;
    }
    default:
      emit('response.output_item.added', { output_index: index, item: { ...item, summary: [] } });
      for (const [at, part] of asArray(item['summary']).entries())
        emitSummary(emit, asObject(part) ?? {}, { ...place, summary_index: at });
  }
  emit('response.output_item.done', { output_index: index, item });
}

function emitText(emit: Emit, part: JsonObject, item: JsonObject): void {
  const place = { ...item, content_index: 0 };
  const text = asString(part['text']) ?? '';
  emit('response.content_part.added', { ...place, part: { ...part, text: '', annotations: [] } });
  for (const delta of splitIntoDeltas(text))
    emit('response.output_text.delta', { ...place, delta, logprobs: [] });
  for (const [annotation_index, annotation] of asArray(part['annotations']).entries())
    emit('response.output_text.annotation.added', {
      ...place,
      annotation_index,
      annotation: asObject(annotation) ?? {},
    });
  emit('response.output_text.done', { ...place, text, logprobs: [] });
  emit('response.content_part.done', { ...place, part });
}

function emitSummary(emit: Emit, part: JsonObject, place: JsonObject): void {
  const text = asString(part['text']) ?? '';
  emit('response.reasoning_summary_part.added', { ...place, part: { ...part, text: '' } });
  for (const delta of splitIntoDeltas(text))
    emit('response.reasoning_summary_text.delta', { ...place, delta });
  emit('response.reasoning_summary_text.done', { ...place, text });
  emit('response.reasoning_summary_part.done', { ...place, part });
}

function brokenResponse(response: JsonObject): BrokenStream {
  const message = 'The server had an error while processing your request. Sorry about that!';
  const failed = {
    ...response,
    status: 'failed',
    output: [],
    error: { code: 'server_error', message },
    usage: null,
  };
  return {
    errorEvent: () =>
      `event: error\ndata: ${JSON.stringify({ type: 'error', code: 'server_error', message, param: null, sequence_number: 90 })}\n\n` +
      `event: response.failed\ndata: ${JSON.stringify({ type: 'response.failed', sequence_number: 91, response: failed })}\n\n`,
    rawError: () => `${JSON.stringify(openaiStatusError(500, undefined).body, null, 2)}\n`,
    malformed: () => 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","del\n\n',
    errorReply: (status) => openaiStatusError(status, undefined),
  };
}
