// `/v1/audio/speech` as a task: to whoever has the endpoint, or to a model that speaks.

import { inspectSpeech } from '../dialects/openai-media/inspect-media.ts';
import { parseSpeechRequest, wantsSpeechEvents } from '../dialects/openai-media/parse-speech-request.ts';
import { renderSpeech, renderSpeechEvents } from '../dialects/openai-media/render-speech.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Task } from '../pipeline/task.ts';
import type { JsonBody } from './read-json.ts';
import { estimateBytes, relayJson } from './relayed-task.ts';
import { readModel } from './read-model.ts';

/** Throws GatewayError `missing_model` or `invalid_request`. */
export function speechTask(body: JsonBody): Task {
  const { json, bytes } = body;
  const model = readModel(json['model']);
  const stream = wantsSpeechEvents(json);
  return {
    endpoint: 'speech',
    deed: 'read texts aloud',
    model,
    stream,
    estimatedTokens: estimateBytes(bytes),
    relay: relayJson(body, stream ? 'events' : 'bytes', () => inspectSpeech),
    translation: {
      suits: (runtime, name) => runtime.abilities?.speaks?.test(name) === true,
      parse(loss) {
        const { request, format } = parseSpeechRequest(json, model, loss);
        return {
          requests: [request],
          render([answer], { usage, addLoss }) {
            if (answer === undefined) throw new GatewayError('internal', 'there is no answer to be heard');
            const sound = renderSpeech(answer, format);
            if (sound.format !== format) addLoss('response_format');
            return stream
              ? { contentType: 'text/event-stream', body: renderSpeechEvents(sound, usage) }
              : { contentType: sound.contentType, body: sound.bytes };
          },
        };
      },
    },
  };
}
