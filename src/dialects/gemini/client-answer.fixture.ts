// An answer as any provider might give it, whole and as events. For tests only.

import type { CanonAnswer } from '../../canon/answer.ts';
import type { ContentPart, Signature } from '../../canon/content.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';

/** The events of an answer, texts and arguments in two pieces. */
export function eventsOf(answer: CanonAnswer): StreamEvent[] {
  const events: StreamEvent[] = [{ type: 'answer-start', id: answer.id, model: answer.model }];
  for (const { index: candidate, parts, finish } of answer.candidates) {
    for (const part of parts) events.push(...partEvents(part, candidate));
    events.push({ type: 'finish', candidate, finish });
  }
  if (answer.usage) events.push({ type: 'usage', usage: answer.usage });
  return [...events, { type: 'answer-end' }];
}

function partEvents(part: ContentPart, candidate: number): StreamEvent[] {
  switch (part.type) {
    case 'text':
      return [
        { type: 'text-start', candidate },
        ...halves(part.text).map((text) => ({ type: 'text-delta', candidate, text }) as const),
        ...(part.citations ?? []).map(
          (citation) => ({ type: 'text-citation', candidate, citation }) as const,
        ),
        { type: 'text-end', candidate, signature: part.signature },
      ];
    case 'reasoning':
      return [
        { type: 'reasoning-start', candidate },
        ...halves(part.text).map((text) => ({ type: 'reasoning-delta', candidate, text }) as const),
        { type: 'reasoning-end', candidate, signature: part.signature, redactedData: part.redactedData },
      ];
    case 'tool-call':
      return [
        {
          type: 'tool-call-start',
          candidate,
          id: part.id,
          idFromModel: true,
          name: part.name,
          signature: part.signature,
        },
        ...halves(part.argumentsJson).map((json) => ({ type: 'tool-call-delta', candidate, json }) as const),
        { type: 'tool-call-end', candidate },
      ];
    case 'media':
      return [{ type: 'media', candidate, part }];
    case 'server-tool':
      return [{ type: 'server-tool', candidate, part }];
    case 'refusal':
      return [{ type: 'refusal-delta', candidate, text: part.text }];
    default:
      return [];
  }
}

function halves(text: string): string[] {
  const middle = Math.floor(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
}

export const gemini = (value: string): Signature => ({ vendor: 'gemini', value });

export const answer: CanonAnswer = {
  id: 'r1',
  model: 'claude-x',
  candidates: [
    {
      index: 0,
      parts: [
        { type: 'reasoning', text: 'Grüße …', signature: gemini('c2ln') },
        {
          type: 'text',
          text: 'Schön 🌧.',
          citations: [{ url: 'https://a', title: 'A', start: 0, end: 5, citedText: 'Schön' }],
        },
        {
          type: 'tool-call',
          id: 't1',
          idFromModel: true,
          name: 'a',
          argumentsJson: '{"n":12345678901234567890}',
        },
        {
          type: 'tool-call',
          id: 't2',
          idFromModel: true,
          name: 'b',
          argumentsJson: '{}',
          signature: gemini('Yg=='),
        },
        { type: 'media', kind: 'image', mimeType: 'image/png', source: { type: 'inline', data: 'AAAA' } },
      ],
      finish: { kind: 'tool-calls', raw: 'tool_use' },
    },
  ],
  usage: { inputTokens: 10, cachedInputTokens: 4, outputTokens: 7, reasoningTokens: 3, totalTokens: 17 },
};
