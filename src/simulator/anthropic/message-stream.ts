// The events of a Messages stream, from the finished message: one open block at a time, pings between.
// https://platform.claude.com/docs/en/build-with-claude/streaming
import { asArray, asNumber, asObject, asString, type JsonObject } from '../../lib/json.ts';
import type { BrokenStream, StreamPiece, StreamReply } from '../reply.ts';
import { splitIntoDeltas } from '../simulated-mind.ts';
import { anthropicError } from './errors.ts';

type Emit = (type: string, fields: JsonObject, role?: StreamPiece['role']) => void;

/** The answer as the events of a Messages stream. */
export function streamMessage(
  message: JsonObject,
  headers: Readonly<Record<string, string>>,
  fault: string | undefined,
): StreamReply {
  const pieces: StreamPiece[] = [];
  const emit: Emit = (type, fields, role = 'content') => {
    pieces.push({ text: `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`, role });
  };
  const usage = asObject(message['usage']) ?? {};
  const begun: JsonObject = {
    ...message,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...usage, output_tokens: 1 },
  };
  if (fault === 'no-usage') delete begun['usage'];
  emit('message_start', { message: begun });
  for (const [index, block] of asArray(message['content']).entries()) {
    emitBlock(emit, asObject(block) ?? {}, index);
    if (index === 0) emit('ping', {});
  }
  const delta: JsonObject = { stop_reason: message['stop_reason'], stop_sequence: message['stop_sequence'] };
  const ending: JsonObject = fault === 'no-usage' ? { delta } : { delta, usage: finalUsage(usage) };
  for (let time = 0; time < (fault === 'two-terminals' ? 2 : 1); time++) {
    emit('message_delta', ending, 'end');
    emit('message_stop', {}, 'end');
  }
  return {
    kind: 'stream',
    contentType: 'text/event-stream; charset=utf-8',
    pieces,
    headers,
    broken: brokenMessage,
  };
}

function finalUsage(usage: JsonObject): JsonObject {
  return { ...usage, output_tokens: asNumber(usage['output_tokens']) ?? 0 };
}

function emitBlock(emit: Emit, block: JsonObject, index: number): void {
  const start = (content_block: JsonObject): void => emit('content_block_start', { index, content_block });
  const delta = (change: JsonObject): void => emit('content_block_delta', { index, delta: change });
  switch (block['type']) {
    case 'thinking':
      start({ type: 'thinking', thinking: '', signature: '' });
      for (const thinking of splitIntoDeltas(asString(block['thinking']) ?? ''))
        delta({ type: 'thinking_delta', thinking });
      delta({ type: 'signature_delta', signature: block['signature'] });
      break;
    case 'web_search_tool_result':
      start(block);
      break;
    case 'tool_use':
    case 'server_tool_use':
      start({ type: block['type'], id: block['id'], name: block['name'], input: {} });
      delta({ type: 'input_json_delta', partial_json: '' });
      for (const partial_json of splitIntoDeltas(JSON.stringify(block['input'])))
        delta({ type: 'input_json_delta', partial_json });
      break;
    default:
      start({ type: 'text', text: '', ...(block['citations'] !== undefined && { citations: [] }) });
      for (const text of splitIntoDeltas(asString(block['text']) ?? '')) delta({ type: 'text_delta', text });
      for (const citation of asArray(block['citations']))
        delta({ type: 'citations_delta', citation: asObject(citation) ?? {} });
  }
  emit('content_block_stop', { index });
}

const brokenMessage: BrokenStream = {
  errorEvent: () =>
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
  rawError: () => `${JSON.stringify(anthropicError(529).body, null, 2)}\n`,
  malformed: () => 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"del\n\n',
  errorReply: (status) => anthropicError(status),
};
