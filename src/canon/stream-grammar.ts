// Says whether canonical stream events come in a legal order. It knows the grammar only, not what the events mean.

import type { StreamEvent } from './stream-event.ts';

type OpenPart = 'text' | 'reasoning' | 'tool-call';

interface CandidateState {
  open: OpenPart | undefined;
  finished: boolean;
}

/** For tests and fuzzing: a live stream is not watched, its parsers and renderers keep the grammar by their build. */
export interface GrammarGuard {
  /** Throws an Error that names the event and what is wrong with its place. */
  push(event: StreamEvent): void;
  /** True after `answer-end` or `error`. */
  readonly ended: boolean;
}

/** Watches one answer: the order that parsers must keep and renderers may rely on. */
export function createGrammarGuard(): GrammarGuard {
  const candidates = new Map<number, CandidateState>();
  let started = false;
  let ended = false;

  function candidate(event: { readonly type: string; readonly candidate: number }): CandidateState {
    const known = candidates.get(event.candidate) ?? { open: undefined, finished: false };
    candidates.set(event.candidate, known);
    if (known.finished) throw illegal(event.type, `after the finish of candidate ${event.candidate}`);
    return known;
  }

  function nothingOpen(event: { readonly type: string; readonly candidate: number }): CandidateState {
    const state = candidate(event);
    if (state.open) throw illegal(event.type, `inside an open ${state.open} part`);
    return state;
  }

  function inside(
    event: { readonly type: string; readonly candidate: number },
    part: OpenPart,
  ): CandidateState {
    const state = candidate(event);
    if (state.open !== part) throw illegal(event.type, `outside a ${part} part`);
    return state;
  }

  function checkContent(event: StreamEvent): void {
    switch (event.type) {
      case 'text-start':
        nothingOpen(event).open = 'text';
        break;
      case 'reasoning-start':
        nothingOpen(event).open = 'reasoning';
        break;
      case 'tool-call-start':
        nothingOpen(event).open = 'tool-call';
        break;
      case 'text-delta':
      case 'text-citation':
        inside(event, 'text');
        break;
      case 'reasoning-delta':
        inside(event, 'reasoning');
        break;
      case 'tool-call-delta':
        inside(event, 'tool-call');
        break;
      case 'text-end':
        inside(event, 'text').open = undefined;
        break;
      case 'reasoning-end':
        inside(event, 'reasoning').open = undefined;
        break;
      case 'tool-call-end':
        inside(event, 'tool-call').open = undefined;
        break;
      case 'media':
      case 'server-tool':
      case 'refusal-delta':
        nothingOpen(event);
        break;
      case 'finish':
        nothingOpen(event).finished = true;
        break;
      default:
        break;
    }
  }

  return {
    push(event) {
      if (ended) throw illegal(event.type, 'after the end');
      if (event.type === 'error') {
        ended = true;
        return;
      }
      if (event.type === 'answer-start') {
        if (started) throw illegal(event.type, 'a second time');
        started = true;
        return;
      }
      if (!started) throw illegal(event.type, 'before answer-start');
      if (event.type === 'answer-end') {
        const open = [...candidates.values()].some((state) => !state.finished);
        if (open || candidates.size === 0) throw illegal(event.type, 'before every candidate has its finish');
        ended = true;
        return;
      }
      checkContent(event);
    },
    get ended() {
      return ended;
    },
  };
}

function illegal(type: string, where: string): Error {
  return new Error(`illegal stream event: ${type} ${where}`);
}
