// A whole answer as the events of a stream: what a provider that streamed it would have led to.

import type { Candidate, CanonAnswer } from '../../src/canon/answer.ts';
import type { ContentPart } from '../../src/canon/content.ts';
import type { StreamEvent } from '../../src/canon/stream-event.ts';

/** Every part in two pieces, so that a renderer has something to join. */
export function* unfoldAnswer(answer: CanonAnswer): Iterable<StreamEvent> {
  yield { type: 'answer-start', id: answer.id, model: answer.model, usage: answer.usage };
  for (const candidate of answer.candidates) yield* unfoldCandidate(candidate);
  if (answer.usage !== undefined) yield { type: 'usage', usage: answer.usage };
  yield { type: 'answer-end' };
}

function* unfoldCandidate({ index: candidate, parts, finish, logprobs }: Candidate): Iterable<StreamEvent> {
  let told = logprobs;
  for (const part of parts) {
    yield* unfoldPart(part, candidate, part.type === 'text' ? told : undefined);
    if (part.type === 'text') told = undefined;
  }
  yield { type: 'finish', candidate, finish };
}

function* unfoldPart(
  part: ContentPart,
  candidate: number,
  logprobs: Candidate['logprobs'],
): Iterable<StreamEvent> {
  switch (part.type) {
    case 'text':
      yield { type: 'text-start', candidate };
      for (const [at, text] of halves(part.text).entries())
        yield {
          type: 'text-delta',
          candidate,
          text,
          ...(at === 0 && logprobs !== undefined && { logprobs }),
        };
      for (const citation of part.citations ?? []) yield { type: 'text-citation', candidate, citation };
      yield { type: 'text-end', candidate, signature: part.signature };
      return;
    case 'reasoning':
      yield { type: 'reasoning-start', candidate };
      for (const text of halves(part.text)) yield { type: 'reasoning-delta', candidate, text };
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
      for (const json of halves(part.argumentsJson)) yield { type: 'tool-call-delta', candidate, json };
      yield { type: 'tool-call-end', candidate };
      return;
    }
    case 'refusal':
      for (const text of halves(part.text)) yield { type: 'refusal-delta', candidate, text };
      return;
    case 'media':
      yield { type: 'media', candidate, part };
      return;
    case 'server-tool':
      yield { type: 'server-tool', candidate, part };
      return;
    default:
      throw new Error(`no answer holds a part of type ${part.type}`);
  }
}

/** Nothing for an empty text; never between the two halves of a character. */
function halves(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  // A low surrogate is the second half of a character.
  const at = /^[\uDC00-\uDFFF]/u.test(text.slice(middle)) ? middle + 1 : middle;
  return [text.slice(0, at), text.slice(at)].filter((half) => half !== '');
}
