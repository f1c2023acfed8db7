// Folds the events of a streamed answer back into the whole answer. Events are expected in the order of their grammar.

import type { JsonValue } from '../lib/json.ts';
import type { Candidate, CanonAnswer } from './answer.ts';
import type { Citation, ContentPart, Signature } from './content.ts';
import type { Finish } from './finish.ts';
import type { StreamEvent } from './stream-event.ts';
import type { Usage } from './usage.ts';

/** A part that is still being written; text is gathered in pieces so that long answers stay linear. */
interface OpenPart {
  readonly pieces: string[];
  readonly citations: Citation[];
  readonly call: Extract<StreamEvent, { type: 'tool-call-start' }> | undefined;
}

interface FoldedCandidate {
  readonly parts: ContentPart[];
  readonly logprobs: JsonValue[];
  open: OpenPart;
  refusal: string;
  finish: Finish | undefined;
}

/** Takes the events of one answer. What a part says is joined once, when it ends: long answers stay linear. */
export interface StreamFold {
  push(event: StreamEvent): void;
  /** The whole answer once `answer-end` has come; undefined before that, and for good after `error`. */
  answer(): CanonAnswer | undefined;
}

/** Creates a fold for one answer. */
export function createStreamFold(): StreamFold {
  const candidates = new Map<number, FoldedCandidate>();
  let id: string | undefined;
  let model = '';
  let usage: Usage | undefined;
  let sound = false;

  function at(index: number): FoldedCandidate {
    const known = candidates.get(index);
    if (known) return known;
    const fresh = { parts: [], logprobs: [], open: openPart(), refusal: '', finish: undefined };
    candidates.set(index, fresh);
    return fresh;
  }

  return {
    push(event) {
      switch (event.type) {
        case 'answer-start':
          id = event.id;
          model = event.model;
          usage = event.usage;
          return;
        case 'usage':
          usage = event.usage;
          return;
        case 'answer-end':
          sound = true;
          return;
        case 'error':
          sound = false;
          return;
        default:
          foldContent(at(event.candidate), event);
      }
    },
    answer() {
      if (!sound) return undefined;
      const whole: Candidate[] = [];
      for (const [index, folded] of [...candidates].toSorted(([a], [b]) => a - b)) {
        closeRefusal(folded);
        whole.push({
          index,
          parts: [...folded.parts],
          finish: folded.finish ?? { kind: 'failed' },
          ...(folded.logprobs.length > 0 && { logprobs: [...folded.logprobs] }),
        });
      }
      return { ...(id !== undefined && { id }), model, candidates: whole, ...(usage && { usage }) };
    },
  };
}

type ContentEvent = Extract<StreamEvent, { readonly candidate: number }>;

function foldContent(folded: FoldedCandidate, event: ContentEvent): void {
  if (event.type !== 'refusal-delta') closeRefusal(folded);
  switch (event.type) {
    case 'text-start':
    case 'reasoning-start':
      folded.open = openPart();
      break;
    case 'tool-call-start':
      folded.open = openPart(event);
      break;
    case 'text-delta':
      folded.open.pieces.push(event.text);
      if (Array.isArray(event.logprobs)) for (const entry of event.logprobs) folded.logprobs.push(entry);
      break;
    case 'reasoning-delta':
      folded.open.pieces.push(event.text);
      break;
    case 'tool-call-delta':
      folded.open.pieces.push(event.json);
      break;
    case 'text-citation':
      folded.open.citations.push(event.citation);
      break;
    case 'text-end':
      folded.parts.push(textPart(folded.open, event.signature));
      break;
    case 'reasoning-end':
      folded.parts.push({
        type: 'reasoning',
        text: folded.open.pieces.join(''),
        ...(event.redactedData !== undefined && { redactedData: event.redactedData }),
        ...(event.signature && { signature: event.signature }),
      });
      break;
    case 'tool-call-end':
      pushCall(folded);
      break;
    case 'media':
    case 'server-tool':
      folded.parts.push(event.part);
      break;
    case 'refusal-delta':
      folded.refusal += event.text;
      break;
    case 'finish':
      folded.finish = event.finish;
      break;
  }
}

function openPart(call?: OpenPart['call']): OpenPart {
  return { pieces: [], citations: [], call };
}

function textPart(open: OpenPart, signature: Signature | undefined): ContentPart {
  return {
    type: 'text',
    text: open.pieces.join(''),
    ...(open.citations.length > 0 && { citations: open.citations }),
    ...(signature && { signature }),
  };
}

function pushCall(folded: FoldedCandidate): void {
  const { call, pieces } = folded.open;
  if (!call) return;
  const json = pieces.join('');
  folded.parts.push({
    type: 'tool-call',
    id: call.id,
    idFromModel: call.idFromModel,
    name: call.name,
    argumentsJson: json === '' ? '{}' : json,
    ...(call.signature && { signature: call.signature }),
  });
}

function closeRefusal(folded: FoldedCandidate): void {
  if (folded.refusal !== '') folded.parts.push({ type: 'refusal', text: folded.refusal });
  folded.refusal = '';
}
