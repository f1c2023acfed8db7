// Canonical events of one prompt → `text_completion` chunks. `[DONE]` only after a confirmed end.
// https://platform.openai.com/docs/api-reference/completions/create#completions-create-stream

import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Usage } from '../../canon/usage.ts';
import type { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import type { StreamRenderer } from '../dialect.ts';
import { renderCompletionLogprobs } from './completion-logprobs.ts';
import { finishReason } from './finish-reason.ts';
import { completionHead, type CompletionContext } from './render-completion.ts';
import { renderOpenaiStreamError } from './render-error.ts';
import { renderUsage } from './render-usage.ts';

/** Creates the renderer of one answer. Nothing follows `[DONE]` or an error. */
export function createCompletionRenderer(context: CompletionContext): StreamRenderer {
  const { form } = context;
  const [echoed = ''] = form.echoed;
  /** Characters so far of each choice that has begun. */
  const lengths = new Map<number, number>();
  let head: JsonObject = {};
  let usage: Usage | undefined;
  let ended = false;

  function chunk(choices: JsonValue, told: JsonValue = null): string {
    const body = { ...head, choices, ...(form.includeUsage && { usage: told }) };
    return `data: ${JSON.stringify(body)}\n\n`;
  }

  function write(
    index: number,
    said: string,
    logprobs: JsonValue | undefined,
    reason: string | null,
  ): string {
    const begun = lengths.get(index);
    const text = begun === undefined ? echoed + said : said;
    const tokens = renderCompletionLogprobs(logprobs, begun ?? echoed.length);
    lengths.set(index, (begun ?? 0) + text.length);
    return chunk([{ text, index, logprobs: tokens, finish_reason: reason }]);
  }

  function fail(error: GatewayError): string {
    ended = true;
    return renderOpenaiStreamError(error, context.id);
  }

  function end(): string {
    ended = true;
    const told = form.includeUsage && usage !== undefined ? chunk([], renderUsage(usage)) : '';
    return `${told}data: [DONE]\n\n`;
  }

  return {
    render(event: StreamEvent) {
      if (ended) return '';
      switch (event.type) {
        case 'answer-start':
          head = completionHead(event.model, context);
          usage = event.usage;
          return '';
        case 'text-delta':
          return write(event.candidate, event.text, event.logprobs, null);
        case 'refusal-delta':
          return write(event.candidate, event.text, undefined, null);
        case 'usage':
          usage = event.usage;
          return '';
        case 'finish':
          return write(
            event.candidate,
            '',
            undefined,
            finishReason(event.finish, { toolCall: false, refusal: true, legacyFunctions: false }),
          );
        case 'answer-end':
          return end();
        case 'error':
          return fail(event.error);
        default:
          return '';
      }
    },
  };
}
