// Canonical events → the server-sent events of a Messages answer. `message_stop` is written only for a stream that its
// provider confirmed; everything else ends in an `error` event.
// https://platform.claude.com/docs/en/build-with-claude/streaming

import type { Finish } from '../../canon/finish.ts';
import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Usage } from '../../canon/usage.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { RenderAnswerContext, StreamRenderer } from '../dialect.ts';
import { failedAnswer } from './failed-answer.ts';
import { redactedWireData } from './render-blocks.ts';
import { renderCitation } from './render-citation.ts';
import { renderMediaText } from './render-media.ts';
import { lazyInputEstimate, renderEnvelope, renderMessageId, thinkingManner } from './render-message.ts';
import { renderServerTool } from './render-server-tool.ts';
import { renderStop } from './render-stop.ts';
import { renderStreamError } from './render-error.ts';
import { renderDeltaUsage, renderUsage } from './render-usage.ts';
import { markSignature } from './signature-mark.ts';
import { createStreamBlockWriter } from './stream-block-writer.ts';
import { PING, renderFrame } from './stream-frame.ts';
import { renderToolCallId } from './tool-call-id.ts';

/** Creates the renderer of one answer. Only candidate 0 is said: Messages knows one. */
export function createStreamRenderer(
  context: RenderAnswerContext,
  blocks = createStreamBlockWriter(),
): StreamRenderer {
  const inputEstimate = lazyInputEstimate(context.request);
  const thinking = thinkingManner(context.request);
  const evidence = { toolCall: false, refusal: false };
  let started = false;
  let ended = false;
  let usage: Usage | undefined;
  let finish: Finish | undefined;

  function start(id: string | undefined, model: string): string {
    if (started) return '';
    started = true;
    const message = {
      ...renderEnvelope(renderMessageId(id, context.requestId), model),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      stop_details: null,
      usage: renderUsage(usage, inputEstimate),
    };
    return renderFrame({ type: 'message_start', message }) + PING;
  }

  function fail(error: GatewayError): string {
    ended = true;
    return renderStreamError(error, context.requestId);
  }

  /** Held back until here: usage may come after the finish, and there is only one `message_delta` to say it. */
  function end(): string {
    if (finish === undefined) {
      return fail(new GatewayError('incomplete_answer', 'the provider ended its answer without saying why'));
    }
    const stop = renderStop(finish, evidence);
    if (stop === undefined) return fail(failedAnswer(finish));
    ended = true;
    const delta = { ...stop, container: null };
    return (
      blocks.close() +
      renderFrame({ type: 'message_delta', delta, usage: renderDeltaUsage(usage, inputEstimate) }) +
      renderFrame({ type: 'message_stop' })
    );
  }

  function say(event: StreamEvent): string {
    switch (event.type) {
      case 'answer-start':
        usage = event.usage;
        return start(event.id, event.model);
      case 'reasoning-start':
        return '';
      case 'text-start':
        return blocks.endText();
      case 'text-end':
        // As in `renderBlocks`: never the last block.
        if (event.signature !== undefined && thinking.expected)
          blocks.signBeforeNext(markSignature(event.signature));
        return blocks.endText();
      case 'text-delta':
        return blocks.text(event.text);
      case 'text-citation': {
        const citation = renderCitation(event.citation);
        return citation === undefined ? '' : blocks.citation(citation);
      }
      case 'tool-call-end':
        return blocks.close();
      case 'reasoning-delta':
        return thinking.hidden ? '' : blocks.thinking(event.text);
      case 'reasoning-end':
        return endReasoning(event);
      case 'tool-call-start':
        evidence.toolCall = true;
        return blocks.toolCall(
          renderToolCallId(event),
          event.name,
          event.signature === undefined ? undefined : markSignature(event.signature),
        );
      case 'tool-call-delta':
        return blocks.toolInput(event.json);
      case 'media':
        return blocks.endText() + blocks.text(renderMediaText(event.part)) + blocks.endText();
      case 'server-tool': {
        const block = renderServerTool(event.part);
        return block === undefined ? '' : blocks.whole(block);
      }
      case 'refusal-delta':
        evidence.refusal = true;
        return blocks.text(event.text);
      case 'usage':
        usage = event.usage;
        return '';
      case 'finish':
        finish = event.finish;
        return blocks.close();
      case 'answer-end':
        return end();
      case 'error':
        return fail(event.error);
      default:
        return event satisfies never;
    }
  }

  function endReasoning({
    signature,
    redactedData,
  }: StreamEvent & { readonly type: 'reasoning-end' }): string {
    const separate = redactedData === undefined || signature?.value !== redactedData ? signature : undefined;
    const ended = blocks.endThinking(separate === undefined ? undefined : markSignature(separate));
    return redactedData === undefined
      ? ended
      : ended + blocks.redactedThinking(redactedWireData(redactedData, signature));
  }

  return {
    render(event) {
      if (ended || ('candidate' in event && event.candidate !== 0)) return '';
      if (event.type === 'error' || event.type === 'answer-start') return say(event);
      return start(undefined, context.request.model) + say(event);
    },
  };
}
