// Canonical events → the chunks of streamGenerateContent: server-sent events without names or `[DONE]`, or the elements of
// one JSON array. A function call goes out whole; the finishes go out last, once the provider has confirmed them all.
// https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent

import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Usage } from '../../canon/usage.ts';
import type { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext, StreamRenderer } from '../dialect.ts';
import { CandidateChunks } from './candidate-chunks.ts';
import { renderGeminiStreamError } from './render-error.ts';
import { renderGeminiUsage } from './render-usage.ts';

/** `sse` where the caller asked with `alt=sse`; else one JSON array, in pieces. */
export type GeminiStreamMode = 'sse' | 'array';

/** The maker of renderers for one mode: `sse` with `alt=sse` in the query, `array` without. */
export function createGeminiStreamRenderer(
  mode: GeminiStreamMode,
): (context: RenderAnswerContext) => StreamRenderer {
  return (context) => createRenderer(mode, context);
}

function createRenderer(mode: GeminiStreamMode, context: RenderAnswerContext): StreamRenderer {
  const candidates = new Map<number, CandidateChunks>();
  let model = context.request.model;
  let id = context.requestId;
  let usage: Usage | undefined;
  let begun = false;
  let over = false;

  function frame(list: JsonObject[]): string {
    // In every chunk, as Google has it: clients that add up what is new take a gap for a fresh start.
    const usageMetadata = renderGeminiUsage(usage);
    const chunk = {
      candidates: list,
      ...(usageMetadata && { usageMetadata }),
      modelVersion: model,
      responseId: id,
    };
    const json = JSON.stringify(chunk);
    const before = begun ? ',\r\n' : '[';
    begun = true;
    return mode === 'sse' ? `data: ${json}\r\n\r\n` : before + json;
  }

  function at(index: number): CandidateChunks {
    const known = candidates.get(index);
    if (known) return known;
    const fresh = new CandidateChunks(index);
    candidates.set(index, fresh);
    return fresh;
  }

  function end(): string {
    over = true;
    const list = [...candidates].toSorted(([a], [b]) => a - b).map(([, candidate]) => candidate.last());
    return frame(list) + (mode === 'array' ? '\n]' : '');
  }

  /** In an array the error is an element: the first one opens it. */
  function fail(error: GatewayError): string {
    over = true;
    const text = renderGeminiStreamError(error, mode, context.requestId);
    return mode === 'array' && !begun ? `[${text.slice(text.indexOf('{'))}` : text;
  }

  return {
    render(event: StreamEvent) {
      if (over) return '';
      switch (event.type) {
        case 'answer-start':
          model = event.model === '' ? model : event.model;
          id = event.id ?? id;
          usage = event.usage;
          return '';
        case 'usage':
          usage = event.usage;
          return '';
        case 'answer-end':
          return end();
        case 'error':
          return fail(event.error);
        default: {
          const chunk = at(event.candidate).next(event);
          return chunk === undefined ? '' : frame([chunk]);
        }
      }
    },
  };
}
