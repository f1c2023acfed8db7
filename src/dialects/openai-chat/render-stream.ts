// Canonical events → `chat.completion.chunk` server-sent events. Owns the order of the whole stream: role first, finish
// before usage, `[DONE]` only after a confirmed end. https://platform.openai.com/docs/api-reference/chat-streaming

import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Usage } from '../../canon/usage.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { RenderAnswerContext, StreamRenderer } from '../dialect.ts';
import { answerId } from './answer-id.ts';
import { CandidateDeltas } from './candidate-deltas.ts';
import { clientTraits } from './client-traits.ts';
import { renderOpenaiStreamError } from './render-error.ts';
import { renderUsage } from './render-usage.ts';

const DONE = 'data: [DONE]\n\n';

/** Creates the renderer of one answer. Nothing follows `[DONE]` or an error. */
export function createStreamRenderer(context: RenderAnswerContext): StreamRenderer {
  const { request, requestId } = context;
  const traits = clientTraits(request);
  const candidates = new Map<number, CandidateDeltas>();
  // With include_usage every chunk has the field; the last one fills it.
  const tail = request.includeUsage ? ',"usage":null}\n\n' : '}\n\n';
  let head: string | undefined;
  let id = '';
  let usage: Usage | undefined;
  let ended = false;

  function start(event: Extract<StreamEvent, { type: 'answer-start' }>): string {
    id = context.place?.id ?? answerId(event.id, requestId);
    const created = Math.floor(context.nowMs / 1000);
    head = `data: {"id":${JSON.stringify(id)},"object":"chat.completion.chunk","created":${created},"model":${JSON.stringify(event.model)},"choices":[`;
    usage = event.usage;
    return '';
  }

  function candidate(index: number): CandidateDeltas {
    const known = candidates.get(index);
    if (known !== undefined) return known;
    if (head === undefined) throw new GatewayError('internal', 'an answer spoke before it started');
    const before = `${head}{"index":${index},"delta":{`;
    const deltas = new CandidateDeltas(
      (delta, logprobs, finish) =>
        `${before}${delta}},"logprobs":${logprobs},"finish_reason":${finish}}]${tail}`,
      traits,
      id,
    );
    candidates.set(index, deltas);
    return deltas;
  }

  function fail(error: GatewayError): string {
    ended = true;
    return renderOpenaiStreamError(error, requestId);
  }

  function end(): string {
    const open = candidates.size === 0 || [...candidates.values()].some((one) => !one.finished);
    if (open || head === undefined) {
      return fail(new GatewayError('incomplete_answer', 'the answer ended without a finish'));
    }
    ended = true;
    if (!request.includeUsage || usage === undefined) return DONE;
    return `${head}],"usage":${JSON.stringify(renderUsage(usage))}}\n\n${DONE}`;
  }

  return {
    render(event) {
      if (ended) return '';
      switch (event.type) {
        case 'answer-start':
          return start(event);
        case 'usage':
          usage = event.usage;
          return '';
        case 'answer-end':
          return end();
        case 'error':
          return fail(event.error);
        case 'finish':
          // A lone answer that failed is an error, so that agents try again; one of several must not take the others along.
          if (event.finish.kind === 'failed' && (request.sampling.candidateCount ?? 1) === 1) {
            return fail(failedGeneration(event.finish.raw, event.finish.message));
          }
          return candidate(event.candidate).render(event);
        default:
          return candidate(event.candidate).render(event);
      }
    },
  };
}

function failedGeneration(raw: string | undefined, message: string | undefined): GatewayError {
  const why = [raw, message].filter((word) => word !== undefined && word !== '').join(': ');
  return new GatewayError(
    'incomplete_answer',
    `the model made no usable answer${why === '' ? '' : ` (${why})`}`,
  );
}
