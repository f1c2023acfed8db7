// OpenAI's Responses, said and read as its clients and its servers do.

import type { Door } from './door.ts';
import { seeResponses } from './see-responses.ts';
import type { Heard, Piece, Saying, Turn } from './scenario.ts';
import { at, jsonOf, listAt, numberAt, objectAt, sourceAt, textAt, type Json } from './wire.ts';

const TERMINALS = new Set(['response.completed', 'response.incomplete']);
const FAILURES = new Set(['response.failed', 'error']);

export const responsesDoor: Door = {
  name: 'OpenAI Responses',
  dialect: 'openai-responses',
  cannotSay: new Set(['stop', 'cache', 'audio', 'document-citations']),
  say: (saying, model, stream) => ({
    path: '/v1/responses',
    body: { model, ...sayBody(saying), store: false, ...(stream && { stream }) },
  }),
  hear(answer) {
    const output = listAt(answer, 'output');
    const content = output.flatMap((item) =>
      textAt(item, 'type') === 'message' ? listAt(item, 'content') : [],
    );
    const calls = output.flatMap((item) =>
      textAt(item, 'type') === 'function_call'
        ? [{ name: textAt(item, 'name'), args: JSON.parse(textAt(item, 'arguments')) as unknown }]
        : [],
    );
    const usage = at(answer, 'usage');
    return {
      text: content.map((part) => textAt(part, 'text')).join(''),
      thoughts: output
        .flatMap((item) => listAt(item, 'summary'))
        .map((part) => textAt(part, 'text'))
        .join(''),
      calls,
      sources: content.flatMap((part) => listAt(part, 'annotations').map((note) => sourceAt(note, 'url'))),
      ended: endedAs(answer, calls.length > 0),
      usage:
        typeof usage !== 'object' || usage === null
          ? undefined
          : {
              input: numberAt(usage, 'input_tokens'),
              output: numberAt(usage, 'output_tokens'),
              cached: numberAt(usage, 'input_tokens_details', 'cached_tokens'),
            },
    };
  },
  fold(frames) {
    const events = jsonOf(frames);
    const last = events.findLast((event) => TERMINALS.has(textAt(event, 'type')));
    const response = objectAt(last, 'response');
    const delta = (type: string): string =>
      events.map((event) => (event['type'] === type ? textAt(event, 'delta') : '')).join('');
    // What a client shows while it waits and what it keeps in the end must be the same.
    const kept = responsesDoor.hear(response);
    const shown = delta('response.output_text.delta');
    const thought = delta('response.reasoning_summary_text.delta');
    if (last !== undefined && (shown !== kept.text || thought !== kept.thoughts))
      throw new Error('the deltas of the stream are not its final response');
    return response;
  },
  endOf(frames) {
    const types = jsonOf(frames).map((event) => textAt(event, 'type'));
    const ended = types.filter((type) => TERMINALS.has(type)).length;
    if (types.some((type) => FAILURES.has(type))) return ended === 0 ? 'error' : 'broken';
    return ended === 1 && TERMINALS.has(types.at(-1) ?? '') ? 'well' : 'broken';
  },
  isError: (body) => textAt(body, 'error', 'message') !== '' && textAt(body, 'error', 'type') !== '',
  see: seeResponses,
};

function endedAs(answer: unknown, calls: boolean): Heard['ended'] {
  const reason = textAt(answer, 'incomplete_details', 'reason');
  if (reason === 'max_output_tokens') return 'length';
  if (reason === 'content_filter') return 'blocked';
  if (textAt(answer, 'status') !== 'completed') return 'not';
  return calls ? 'tools' : 'stop';
}

function sayBody(saying: Saying): Json {
  const { system, schema, maxTokens } = saying;
  const tools = [
    ...(saying.tools ?? []).map(({ name, description, schema: parameters }) => ({
      type: 'function',
      name,
      description,
      parameters,
      strict: false,
    })),
    ...(saying.search === true ? [{ type: 'web_search' }] : []),
  ];
  return {
    ...(system !== undefined && { instructions: system }),
    input: saying.turns.flatMap(sayTurn),
    ...(tools.length > 0 && { tools }),
    ...(schema && { text: { format: { type: 'json_schema', name: 'answer', strict: true, schema } } }),
    ...(maxTokens !== undefined && { max_output_tokens: maxTokens }),
    ...(saying.thinks === true && { reasoning: { effort: 'high', summary: 'auto' } }),
  };
}

function sayTurn(turn: Turn): readonly Json[] {
  if ('user' in turn) return [{ role: 'user', content: turn.user.map(sayPiece) }];
  if ('assistant' in turn) {
    return [{ role: 'assistant', content: [{ type: 'output_text', text: turn.assistant }] }];
  }
  if ('calls' in turn) {
    return turn.calls.map(({ id, name, args }) => ({
      type: 'function_call',
      call_id: id,
      name,
      arguments: JSON.stringify(args),
    }));
  }
  return turn.results.map(({ id, pieces }) => ({
    type: 'function_call_output',
    call_id: id,
    output: pieces.map(sayPiece),
  }));
}

function sayPiece(piece: Piece): Json {
  if (typeof piece === 'string') return { type: 'input_text', text: piece };
  const url = `data:${piece.mimeType};base64,${piece.data}`;
  return piece.kind === 'image'
    ? { type: 'input_image', image_url: url }
    : { type: 'input_file', filename: 'file.pdf', file_data: url };
}
