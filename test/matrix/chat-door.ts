// OpenAI's Chat Completions, said and read as its clients and its servers do.

import type { Door } from './door.ts';
import { seeChat } from './see-chat.ts';
import type { Heard, Piece, Saying, Turn } from './scenario.ts';
import { at, jsonOf, listAt, numberAt, objectAt, sourceAt, textAt, type Json } from './wire.ts';

const ENDS: Readonly<Record<string, Heard['ended']>> = {
  stop: 'stop',
  tool_calls: 'tools',
  length: 'length',
  content_filter: 'blocked',
};

export const chatDoor: Door = {
  name: 'OpenAI Chat Completions',
  dialect: 'openai-chat',
  cannotSay: new Set(['result-image', 'document-citations']),
  say: (saying, model, stream) => ({
    path: '/v1/chat/completions',
    body: { model, ...sayBody(saying), ...(stream && { stream, stream_options: { include_usage: true } }) },
  }),
  hear: hearChat,
  fold(frames) {
    let message: Json = {};
    let finish: unknown;
    let usage: unknown;
    const calls: Record<number, { name: string; args: string }> = {};
    for (const chunk of jsonOf(frames)) {
      usage = chunk['usage'] ?? usage;
      const choice = objectAt(chunk, 'choices', 0);
      finish = choice['finish_reason'] ?? finish;
      const delta = objectAt(choice, 'delta');
      for (const call of listAt(delta, 'tool_calls')) {
        const known = (calls[numberAt(call, 'index')] ??= { name: '', args: '' });
        known.name += textAt(call, 'function', 'name');
        known.args += textAt(call, 'function', 'arguments');
      }
      message = {
        content: textAt(message, 'content') + textAt(delta, 'content'),
        refusal: textAt(message, 'refusal') + textAt(delta, 'refusal'),
        reasoning_content: textAt(message, 'reasoning_content') + textAt(delta, 'reasoning_content'),
        annotations: [...listAt(message, 'annotations'), ...listAt(delta, 'annotations')],
      };
    }
    const tool_calls = Object.values(calls).map(({ name, args }) => ({
      function: { name, arguments: args },
    }));
    return { choices: [{ message: { ...message, tool_calls }, finish_reason: finish }], usage };
  },
  endOf(frames) {
    if (jsonOf(frames).some((chunk) => chunk['error'] !== undefined))
      return frames.at(-1)?.data === '[DONE]' ? 'broken' : 'error';
    const finished = jsonOf(frames).some((chunk) => textAt(chunk, 'choices', 0, 'finish_reason') !== '');
    return finished && frames.at(-1)?.data === '[DONE]' ? 'well' : 'broken';
  },
  isError: (body) => textAt(body, 'error', 'message') !== '' && textAt(body, 'error', 'type') !== '',
  see: seeChat,
};

function hearChat(answer: unknown): Heard {
  const message = objectAt(answer, 'choices', 0, 'message');
  const usage = at(answer, 'usage');
  return {
    text: textAt(message, 'content'),
    thoughts: textAt(message, 'reasoning_content'),
    calls: listAt(message, 'tool_calls').map((call) => ({
      name: textAt(call, 'function', 'name'),
      args: JSON.parse(textAt(call, 'function', 'arguments')) as unknown,
    })),
    sources: listAt(message, 'annotations').map((note) => sourceAt(at(note, 'url_citation'), 'url')),
    ended: ENDS[textAt(answer, 'choices', 0, 'finish_reason')] ?? 'not',
    usage:
      typeof usage !== 'object' || usage === null
        ? undefined
        : {
            input: numberAt(usage, 'prompt_tokens'),
            output: numberAt(usage, 'completion_tokens'),
            cached: numberAt(usage, 'prompt_tokens_details', 'cached_tokens'),
          },
  };
}

function sayBody(saying: Saying): Json {
  const { system, caches, tools, schema, stop } = saying;
  const content =
    caches === true ? [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }] : system;
  return {
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content }]),
      ...saying.turns.flatMap(sayTurn),
    ],
    ...(tools && {
      tools: tools.map(({ name, description, schema: parameters }) => ({
        type: 'function',
        function: { name, description, parameters },
      })),
    }),
    ...(saying.search === true && { web_search_options: {} }),
    ...(schema && {
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
    }),
    ...(saying.maxTokens !== undefined && { max_completion_tokens: saying.maxTokens }),
    ...(stop && { stop }),
    ...(saying.thinks === true && { reasoning_effort: 'high' }),
  };
}

function sayTurn(turn: Turn): readonly Json[] {
  if ('user' in turn) return [{ role: 'user', content: sayPieces(turn.user) }];
  if ('assistant' in turn) return [{ role: 'assistant', content: turn.assistant }];
  if ('results' in turn) {
    return turn.results.map(({ id, pieces }) => ({
      role: 'tool',
      tool_call_id: id,
      content: sayPieces(pieces),
    }));
  }
  const tool_calls = turn.calls.map(({ id, name, args }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  return [{ role: 'assistant', content: null, tool_calls }];
}

function sayPieces(pieces: readonly Piece[]): unknown {
  return pieces.length === 1 && typeof pieces[0] === 'string' ? pieces[0] : pieces.map(sayPiece);
}

function sayPiece(piece: Piece): Json {
  if (typeof piece === 'string') return { type: 'text', text: piece };
  const url = `data:${piece.mimeType};base64,${piece.data}`;
  switch (piece.kind) {
    case 'image':
      return { type: 'image_url', image_url: { url } };
    case 'audio':
      return { type: 'input_audio', input_audio: { data: piece.data, format: 'wav' } };
    case 'document':
    default:
      return { type: 'file', file: { filename: 'file.pdf', file_data: url } };
  }
}
