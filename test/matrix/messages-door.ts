// Anthropic's Messages, said and read as its clients and its servers do.

import type { Door } from './door.ts';
import { seeMessages } from './see-messages.ts';
import type { Heard, Piece, Saying, Turn } from './scenario.ts';
import { jsonOf, listAt, numberAt, objectAt, sourceAt, textAt, type Json } from './wire.ts';

const ENDS: Readonly<Record<string, Heard['ended']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tools',
  max_tokens: 'length',
  refusal: 'blocked',
};

export const messagesDoor: Door = {
  name: 'Anthropic Messages',
  dialect: 'anthropic-messages',
  cannotSay: new Set(['audio']),
  say: (saying, model, stream) => ({
    path: '/v1/messages',
    body: { model, ...sayBody(saying), ...(stream && { stream }) },
  }),
  hear(answer) {
    const blocks = listAt(answer, 'content');
    const usage = objectAt(answer, 'usage');
    const cached = numberAt(usage, 'cache_read_input_tokens');
    const written = numberAt(usage, 'cache_creation_input_tokens');
    return {
      text: blocks.map((block) => textAt(block, 'text')).join(''),
      thoughts: blocks.map((block) => textAt(block, 'thinking')).join(''),
      calls: blocks.flatMap((block) =>
        textAt(block, 'type') === 'tool_use'
          ? [{ name: textAt(block, 'name'), args: objectAt(block, 'input') }]
          : [],
      ),
      sources: blocks.flatMap((block) => listAt(block, 'citations').map((note) => sourceAt(note, 'url'))),
      ended: ENDS[textAt(answer, 'stop_reason')] ?? 'not',
      usage: {
        input: numberAt(usage, 'input_tokens') + cached + written,
        output: numberAt(usage, 'output_tokens'),
        cached,
      },
    };
  },
  fold(frames) {
    let message: Json = {};
    const blocks: Json[] = [];
    for (const event of jsonOf(frames)) {
      const index = numberAt(event, 'index');
      switch (event['type']) {
        case 'message_start':
          message = objectAt(event, 'message');
          break;
        case 'content_block_start':
          blocks[index] = objectAt(event, 'content_block');
          break;
        case 'content_block_delta':
          blocks[index] = extend(blocks[index] ?? {}, objectAt(event, 'delta'));
          break;
        case 'message_delta':
          message = {
            ...message,
            ...objectAt(event, 'delta'),
            usage: { ...objectAt(message, 'usage'), ...objectAt(event, 'usage') },
          };
          break;
        default:
      }
    }
    return { ...message, content: blocks.map(closeBlock) };
  },
  endOf(frames) {
    const types = jsonOf(frames).map((event) => event['type']);
    if (types.includes('error')) return types.includes('message_stop') ? 'broken' : 'error';
    return types.at(-1) === 'message_stop' ? 'well' : 'broken';
  },
  isError: (body) => textAt(body, 'type') === 'error' && textAt(body, 'error', 'message') !== '',
  see: seeMessages,
};

function closeBlock(block: Json): Json {
  return typeof block['json'] === 'string'
    ? { ...block, input: JSON.parse(block['json']) as unknown }
    : block;
}

function extend(block: Json, delta: Json): Json {
  const added: Record<string, unknown> = {};
  for (const name of ['text', 'thinking', 'signature'] as const) {
    if (typeof delta[name] === 'string') added[name] = textAt(block, name) + delta[name];
  }
  if (typeof delta['partial_json'] === 'string')
    added['json'] = textAt(block, 'json') + delta['partial_json'];
  if (delta['citation'] !== undefined)
    added['citations'] = [...listAt(block, 'citations'), delta['citation']];
  return { ...block, ...added };
}

function sayBody(saying: Saying): Json {
  const { system, caches, schema, stop } = saying;
  const tools = [
    ...(saying.tools ?? []).map(({ name, description, schema: input_schema }) => ({
      name,
      description,
      input_schema,
    })),
    ...(saying.search === true ? [{ type: 'web_search_20250305', name: 'web_search' }] : []),
  ];
  return {
    max_tokens: saying.maxTokens ?? (saying.thinks === true ? 4000 : 1000),
    ...(system !== undefined && {
      system:
        caches === true ? [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }] : system,
    }),
    messages: saying.turns.map((turn) => sayTurn(turn, saying.cites === true)),
    ...(tools.length > 0 && { tools }),
    ...(schema && { output_config: { format: { type: 'json_schema', schema } } }),
    ...(stop && { stop_sequences: stop }),
    ...(saying.thinks === true && { thinking: { type: 'enabled', budget_tokens: 2000 } }),
  };
}

function sayTurn(turn: Turn, cites: boolean): Json {
  if ('user' in turn) return { role: 'user', content: turn.user.map((piece) => sayPiece(piece, cites)) };
  if ('assistant' in turn) return { role: 'assistant', content: turn.assistant };
  if ('calls' in turn) {
    const content = turn.calls.map(({ id, name, args }) => ({ type: 'tool_use', id, name, input: args }));
    return { role: 'assistant', content };
  }
  const content = turn.results.map(({ id, pieces }) => ({
    type: 'tool_result',
    tool_use_id: id,
    content: pieces.map((piece) => sayPiece(piece)),
  }));
  return { role: 'user', content };
}

function sayPiece(piece: Piece, cites = false): Json {
  if (typeof piece === 'string') return { type: 'text', text: piece };
  const { kind, mimeType, data } = piece;
  const citations = cites && kind === 'document' ? { citations: { enabled: true } } : {};
  return { type: kind, source: { type: 'base64', media_type: mimeType, data }, ...citations };
}
