// Canonical events → the server-sent events of a response. `response.completed` is written only for a stream that its
// provider confirmed; a broken one ends in `error` and `response.failed`.
// https://platform.openai.com/docs/api-reference/responses-streaming

import type { Finish } from '../../canon/finish.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Usage } from '../../canon/usage.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext, StreamRenderer } from '../dialect.ts';
import { OutputWriter } from './output-writer.ts';
import { renderErrorEvent, renderResponseError } from './render-error.ts';
import { inProgress, renderOutcome, type Outcome } from './render-outcome.ts';
import { renderEnded, renderResponse } from './render-response.ts';
import { renderFrame } from './stream-frame.ts';

/** Creates the renderer of one answer. Only candidate 0 is said: Responses knows one. */
export function createStreamRenderer(context: RenderAnswerContext): StreamRenderer {
  let text = '';
  let sequence = context.place?.sequence ?? 0;
  let started = false;
  let over = false;
  let model = context.request.model;
  let usage: Usage | undefined;
  let finish: Finish | undefined;
  const writer = new OutputWriter(say, context.requestId, context.request, context.place?.itemIds);

  function say(type: string, fields: JsonObject): void {
    text += renderFrame(type, sequence++, fields);
  }

  function lifecycle(outcome: Outcome): JsonObject {
    const state = { model, outcome, output: writer.output };
    return outcome.status === 'in_progress'
      ? renderResponse(context, { ...state, usage: undefined })
      : renderEnded(context, { ...state, usage });
  }

  function start(): void {
    if (started) return;
    started = true;
    const begun = lifecycle(inProgress);
    say('response.created', { response: begun });
    say('response.in_progress', { response: begun });
  }

  function fail(error: GatewayError): void {
    over = true;
    start();
    writer.breakOff();
    say('error', renderErrorEvent(error));
    const outcome = { status: 'failed', error: renderResponseError(error), incomplete: undefined } as const;
    say('response.failed', { response: lifecycle(outcome) });
  }

  /** Held back until here: usage may come after the finish. */
  function end(): void {
    if (finish === undefined) {
      fail(new GatewayError('incomplete_answer', 'the provider ended its answer without saying why'));
      return;
    }
    over = true;
    const outcome = renderOutcome(finish, writer.hasRefusal);
    say(`response.${outcome.status}`, { response: lifecycle(outcome) });
  }

  function handle(event: StreamEvent): void {
    switch (event.type) {
      case 'answer-start':
        model = event.model;
        usage = event.usage;
        start();
        return;
      case 'usage':
        usage = event.usage;
        return;
      case 'answer-end':
        end();
        return;
      case 'error':
        fail(event.error);
        return;
      default:
        if (event.candidate !== 0 || finish !== undefined) return;
        start();
        writer.write(event);
        if (event.type === 'finish') finish = event.finish;
    }
  }

  return {
    render(event) {
      if (over) return '';
      handle(event);
      const written = text;
      text = '';
      return written;
    },
  };
}
