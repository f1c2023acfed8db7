// A plan as OpenAI's Chat Completions stream it.

import type { Candidate, Part, Plan } from './plan.ts';
import { weave } from './weave.ts';
import type { Said, WireEvent } from './wire-event.ts';

const REASONS = { stop: 'stop', sequence: 'stop', length: 'length', filter: 'content_filter' } as const;
const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';

/** The events of the whole stream, `[DONE]` last. */
export function writeChat(plan: Plan): WireEvent[] {
  const events = weave(plan, writeCandidate);
  if (plan.usage) {
    const usage = { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 };
    events.push({ data: chunk([], { usage }), says: [], ends: [] });
  }
  events.push({ data: '[DONE]', says: [], ends: [], terminal: true });
  return events;
}

function chunk(choices: readonly object[], more: object = {}): string {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt-x' };
  return JSON.stringify({ ...head, choices, ...more });
}

function writeCandidate({ parts, ending }: Candidate, index: number): WireEvent[] {
  const say = (delta: object, says: readonly Said[], reason: string | null = null): WireEvent => ({
    data: chunk([{ index, delta, logprobs: null, finish_reason: reason }]),
    says,
    ends: reason === null ? [] : [index],
  });
  const events = [say({ role: 'assistant', content: '' }, [])];
  let calls = 0;
  for (const part of parts) {
    events.push(...writePart(part, index, calls, say));
    if (part.kind === 'call') calls++;
  }
  const reason = calls > 0 && ending === 'stop' ? 'tool_calls' : REASONS[ending];
  return [...events, say({}, [], reason)];
}

function writePart(
  part: Part,
  candidate: number,
  position: number,
  say: (delta: object, says: readonly Said[]) => WireEvent,
): WireEvent[] {
  switch (part.kind) {
    case 'text': {
      const said = part.pieces.map((value) => say({ content: value }, [{ candidate, kind: 'text', value }]));
      const source = { url: 'https://a.example/x', title: 'A', start_index: 0, end_index: 1 };
      return part.cited
        ? [...said, say({ annotations: [{ type: 'url_citation', url_citation: source }] }, [])]
        : said;
    }
    case 'thought':
      return part.pieces.map((value) =>
        say({ reasoning_content: value }, [{ candidate, kind: 'thought', value }]),
      );
    case 'refusal':
      return part.pieces.map((value) => say({ refusal: value }, [{ candidate, kind: 'text', value }]));
    case 'call': {
      const { id, name } = part;
      const begun = { index: position, id, type: 'function', function: { name, arguments: '' } };
      return [
        say({ tool_calls: [begun] }, [{ candidate, kind: 'call', id, value: name }]),
        ...part.pieces.map((value) =>
          say({ tool_calls: [{ index: position, function: { arguments: value } }] }, [
            { candidate, kind: 'arguments', id, value },
          ]),
        ),
      ];
    }
    case 'image':
      return [say({ images: [{ type: 'image_url', image_url: { url: PIXEL } }] }, [])];
    case 'search':
    default:
      return [];
  }
}
