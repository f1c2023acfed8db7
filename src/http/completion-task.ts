// `/v1/completions` as a task: to whoever has the endpoint, or as one conversation for each prompt.

import { createCompletionRenderer } from '../dialects/openai-chat/completion-stream.ts';
import { createCompletionInspector } from '../dialects/openai-chat/inspect-completion.ts';
import { countChoices, parseCompletion } from '../dialects/openai-chat/parse-completion.ts';
import { renderCompletion, renderCompletionEvents } from '../dialects/openai-chat/render-completion.ts';
import type { Task } from '../pipeline/task.ts';
import type { JsonBody } from './read-json.ts';
import { estimateBytes, relayJson } from './relayed-task.ts';
import { readModel } from './read-model.ts';

/** Throws GatewayError `missing_model` or `invalid_request`. */
export function completionTask(body: JsonBody): Task {
  const { json, bytes } = body;
  const model = readModel(json['model']);
  const stream = json['stream'] === true;
  return {
    endpoint: 'completions',
    deed: 'complete prompts',
    model,
    stream,
    estimatedTokens: estimateBytes(bytes),
    relay: relayJson(body, stream ? 'events' : 'json', () => createCompletionInspector(countChoices(json))),
    translation: {
      suits: () => true,
      parse(loss) {
        const { requests, form } = parseCompletion(json, model, loss);
        return {
          requests,
          render(answers, { nowMs, id }) {
            const scene = { form, nowMs, id };
            return stream
              ? { contentType: 'text/event-stream', body: renderCompletionEvents(answers, scene) }
              : {
                  contentType: 'application/json',
                  body: JSON.stringify(renderCompletion(answers, scene)),
                };
          },
          createStreamRenderer: ({ nowMs, id }) => createCompletionRenderer({ form, nowMs, id }),
        };
      },
    },
  };
}
