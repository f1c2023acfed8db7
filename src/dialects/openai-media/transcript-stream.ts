// Canonical events → the events of a transcript: deltas, then the whole text. No `[DONE]`: the last event says so itself.
// https://platform.openai.com/docs/api-reference/audio/transcript-text-delta-event

import type { StreamEvent } from '../../canon/stream-event.ts';
import type { Usage } from '../../canon/usage.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { StreamRenderer } from '../dialect.ts';
import { renderTranscriptUsage } from './render-transcription.ts';

/** Creates the renderer of one transcript. `renderError` writes the event that tells of a failure; nothing follows it. */
export function createTranscriptRenderer(renderError: (error: GatewayError) => string): StreamRenderer {
  let text = '';
  let usage: Usage | undefined;
  let cut: string | undefined;
  let ended = false;

  function end(): string {
    ended = true;
    if (cut !== undefined) return renderError(new GatewayError('incomplete_answer', cut));
    const done = {
      type: 'transcript.text.done',
      text,
      ...(usage && { usage: renderTranscriptUsage(usage) }),
    };
    return `data: ${JSON.stringify(done)}\n\n`;
  }

  return {
    render(event: StreamEvent) {
      if (ended) return '';
      switch (event.type) {
        case 'text-delta':
          if (event.text === '') return '';
          text += event.text;
          return `data: ${JSON.stringify({ type: 'transcript.text.delta', delta: event.text })}\n\n`;
        case 'usage':
          usage = event.usage;
          return '';
        case 'finish':
          if (event.finish.kind === 'length') cut = 'The transcript is longer than what the model can write.';
          if (event.finish.kind === 'content-filter' || event.finish.kind === 'refusal')
            cut = `The text was withheld: ${event.finish.raw ?? event.finish.kind}.`;
          return '';
        case 'answer-end':
          return end();
        case 'error':
          ended = true;
          return renderError(event.error);
        default:
          return '';
      }
    },
  };
}
