// A candidate of a whole answer as the events that it would have been streamed in: one writer serves both.

import type { Candidate } from '../../canon/answer.ts';
import type { ContentPart } from '../../canon/content.ts';
import type { ContentEvent } from './output-writer.ts';

/** The events in legal order, the finish last. */
export function* candidateEvents({ parts, finish, logprobs }: Candidate): Generator<ContentEvent> {
  const candidate = 0;
  // Figures of the whole answer: they belong to its text, which is nearly always one part.
  let pending = logprobs;
  for (const part of parts) {
    if (part.type !== 'text') {
      yield* partEvents(part);
      continue;
    }
    yield { type: 'text-start', candidate };
    if (part.text !== '') {
      yield {
        type: 'text-delta',
        candidate,
        text: part.text,
        ...(pending !== undefined && { logprobs: pending }),
      };
      pending = undefined;
    }
    for (const citation of part.citations ?? []) yield { type: 'text-citation', candidate, citation };
    yield { type: 'text-end', candidate, signature: part.signature };
  }
  yield { type: 'finish', candidate, finish };
}

function* partEvents(part: Exclude<ContentPart, { readonly type: 'text' }>): Generator<ContentEvent> {
  const candidate = 0;
  switch (part.type) {
    case 'reasoning':
      yield { type: 'reasoning-start', candidate };
      yield { type: 'reasoning-delta', candidate, text: part.text };
      yield {
        type: 'reasoning-end',
        candidate,
        signature: part.signature,
        redactedData: part.redactedData,
      };
      return;
    case 'tool-call': {
      const { id, idFromModel, name, signature } = part;
      yield { type: 'tool-call-start', candidate, id, idFromModel, name, signature };
      yield { type: 'tool-call-delta', candidate, json: part.argumentsJson };
      yield { type: 'tool-call-end', candidate };
      return;
    }
    case 'media':
      yield { type: 'media', candidate, part };
      return;
    case 'server-tool':
      yield { type: 'server-tool', candidate, part };
      return;
    case 'refusal':
      yield { type: 'refusal-delta', candidate, text: part.text };
      return;
    case 'tool-result':
      // No answer holds one.
      return;
    default:
      part satisfies never;
  }
}
