// `/v1/images/generations` as a task: to whoever has the endpoint, or to a model that draws in a conversation.

import { inspectImages } from '../dialects/openai-media/inspect-media.ts';
import { parseImageRequest } from '../dialects/openai-media/parse-image-request.ts';
import {
  findImage,
  formatOf,
  renderImageEvents,
  renderImages,
} from '../dialects/openai-media/render-images.ts';
import { asNumber } from '../lib/json.ts';
import type { Task } from '../pipeline/task.ts';
import type { JsonBody } from './read-json.ts';
import { estimateBytes, relayJson } from './relayed-task.ts';
import { readModel } from './read-model.ts';
import { countFinishes } from './count-finishes.ts';

/** Throws GatewayError `missing_model` or `invalid_request`. */
export function imageTask(body: JsonBody): Task {
  const { json, bytes } = body;
  const model = readModel(json['model']);
  const stream = json['stream'] === true;
  const pictures = asNumber(json['n']) ?? 1;
  return {
    endpoint: 'images',
    deed: 'draw pictures',
    model,
    stream,
    estimatedTokens: estimateBytes(bytes),
    relay: relayJson(body, stream ? 'events' : 'json', () =>
      stream ? countFinishes(inspectImages, pictures) : inspectImages,
    ),
    translation: {
      suits: (runtime, name) => runtime.abilities?.draws?.test(name) === true,
      parse(loss) {
        const { requests, form } = parseImageRequest(json, model, loss);
        return {
          requests,
          render(answers, { usage, nowMs, addLoss }) {
            const { outputFormat } = form;
            if (
              outputFormat !== undefined &&
              answers.some((one) => formatOf(findImage(one)) !== outputFormat)
            )
              addLoss('output_format');
            return stream
              ? { contentType: 'text/event-stream', body: renderImageEvents(answers, usage, nowMs) }
              : {
                  contentType: 'application/json',
                  body: JSON.stringify(renderImages(answers, form, usage, nowMs)),
                };
          },
        };
      },
    },
  };
}
