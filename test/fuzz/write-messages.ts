// A plan as Anthropic's Messages stream it.

import type { Part, Plan } from './plan.ts';
import type { Said, WireEvent } from './wire-event.ts';

const REASONS = {
  stop: 'end_turn',
  sequence: 'stop_sequence',
  length: 'max_tokens',
  filter: 'refusal',
} as const;

/** The events of the whole stream, `message_stop` last. */
export function writeMessages(plan: Plan): WireEvent[] {
  const { parts, ending } = plan.candidates[0] ?? { parts: [], ending: 'stop' };
  const usage = {
    input_tokens: 9,
    output_tokens: 1,
    cache_read_input_tokens: 3,
    cache_creation_input_tokens: 0,
  };
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-x',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  const events = [event('message_start', { message }), event('ping', {})];
  let index = 0;
  for (const part of parts) {
    for (const block of blocksOf(part)) {
      const place = { index };
      events.push(event('content_block_start', { ...place, content_block: block.begun }, block.opens));
      for (const { delta, says } of block.deltas)
        events.push(event('content_block_delta', { ...place, delta }, says));
      events.push(event('content_block_stop', place));
      index++;
    }
  }
  const calls = parts.some(({ kind }) => kind === 'call');
  const delta = {
    stop_reason: calls && ending === 'stop' ? 'tool_use' : REASONS[ending],
    stop_sequence: ending === 'sequence' ? 'END' : null,
  };
  events.push(event('message_delta', { delta, usage: { output_tokens: 7 } }));
  events.push({ ...event('message_stop', {}), ends: [0], terminal: true });
  return events;
}

function event(type: string, fields: object, says: readonly Said[] = []): WireEvent {
  return { name: type, data: JSON.stringify({ type, ...fields }), says, ends: [] };
}

interface Block {
  readonly begun: object;
  readonly opens?: readonly Said[];
  readonly deltas: readonly { readonly delta: object; readonly says?: readonly Said[] }[];
}

const candidate = 0;

function blocksOf(part: Part): readonly Block[] {
  switch (part.kind) {
    case 'text':
    case 'refusal': {
      const citation = {
        type: 'web_search_result_location',
        url: 'https://a.example/x',
        title: 'A',
        cited_text: 'c',
      };
      const deltas = part.pieces.map((value) => ({
        delta: { type: 'text_delta', text: value },
        says: [{ candidate, kind: 'text' as const, value }],
      }));
      const cited = part.kind === 'text' && part.cited;
      const cite = cited ? [{ delta: { type: 'citations_delta', citation } }] : [];
      return [{ begun: { type: 'text', text: '' }, deltas: [...deltas, ...cite] }];
    }
    case 'thought': {
      const deltas = part.pieces.map((value) => ({
        delta: { type: 'thinking_delta', thinking: value },
        says: [{ candidate, kind: 'thought' as const, value }],
      }));
      const sign = part.signed ? [{ delta: { type: 'signature_delta', signature: 'U2lnbmVk' } }] : [];
      return [{ begun: { type: 'thinking', thinking: '', signature: '' }, deltas: [...deltas, ...sign] }];
    }
    case 'call': {
      const { id, name, pieces } = part;
      return [
        {
          begun: { type: 'tool_use', id, name, input: {} },
          opens: [{ candidate, kind: 'call', id, value: name }],
          deltas: pieces.map((value) => ({
            delta: { type: 'input_json_delta', partial_json: value },
            says: [{ candidate, kind: 'arguments' as const, id, value }],
          })),
        },
      ];
    }
    case 'search':
      return [
        {
          begun: { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} },
          deltas: [{ delta: { type: 'input_json_delta', partial_json: '{"query":"twins"}' } }],
        },
        {
          begun: {
            type: 'web_search_tool_result',
            tool_use_id: 'srvtoolu_1',
            content: [
              { type: 'web_search_result', url: 'https://a.example/x', title: 'A', encrypted_content: 'e' },
            ],
          },
          deltas: [],
        },
      ];
    case 'image':
    default:
      return [];
  }
}
