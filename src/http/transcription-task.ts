// `/v1/audio/transcriptions` and `/v1/audio/translations` as tasks: to whoever has the endpoint, or to a model that hears.

import { renderOpenaiStreamError } from '../dialects/openai-chat/render-error.ts';
import { inspectTranscript } from '../dialects/openai-media/inspect-media.ts';
import {
  parseTranscriptionRequest,
  readTranscriptionFormat,
  wantsTranscriptEvents,
  type TranscriptionFormat,
} from '../dialects/openai-media/parse-transcription-request.ts';
import { renderTranscription } from '../dialects/openai-media/render-transcription.ts';
import { createTranscriptRenderer } from '../dialects/openai-media/transcript-stream.ts';
import { fieldOf } from '../dialects/openai-media/upload-form.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { spliceField } from '../lib/multipart.ts';
import type { Task, TaskRelay } from '../pipeline/task.ts';
import type { FormBody } from './read-form.ts';
import { relayed } from './relayed-task.ts';
import { readModel } from './read-model.ts';

/** What a minute of sound is to Google's models; how long a file is nobody knows before it is decoded. */
const TOKENS_OF_SOUND = 1920;
const JSON_FORMATS: ReadonlySet<TranscriptionFormat> = new Set(['json', 'verbose_json', 'diarized_json']);

/** Throws GatewayError `missing_model` or `invalid_request`. */
export function transcriptionTask(body: FormBody, endpoint: 'transcriptions' | 'translations'): Task {
  const { form } = body;
  const model = readModel(fieldOf(form, 'model'));
  checkModelField(body, model);
  const isTranslation = endpoint === 'translations';
  const stream = !isTranslation && wantsTranscriptEvents(form);
  if (form.file === undefined) {
    throw new GatewayError('invalid_request', "Missing required parameter: 'file'.", { param: 'file' });
  }
  return {
    endpoint,
    deed: isTranslation ? 'translate recordings' : 'transcribe recordings',
    model,
    stream,
    estimatedTokens: TOKENS_OF_SOUND,
    relay: relayForm(body, stream),
    translation: {
      suits({ abilities }, name) {
        const models = isTranslation ? abilities?.interprets : abilities?.hears;
        return models?.test(name) === true;
      },
      parse(loss) {
        const task = isTranslation ? 'translate' : 'transcribe';
        const call = parseTranscriptionRequest(form, model, task, loss);
        return {
          requests: [{ ...call.request, stream }],
          render([answer]) {
            if (answer === undefined) throw new GatewayError('internal', 'there is no answer to be read');
            return renderTranscription(answer, call.form);
          },
          createStreamRenderer: ({ id }) =>
            createTranscriptRenderer((error) => renderOpenaiStreamError(error, id)),
        };
      },
    },
  };
}

/** Who may use a model is decided by the name that is read here: a provider must find no other one in the same form. */
function checkModelField({ bytes, boundary, form }: FormBody, model: string): void {
  const isClear =
    form.fields.get('model')?.length === 1 && spliceField(bytes, boundary, 'model', model) === bytes;
  if (isClear) return;
  throw new GatewayError('invalid_request', "The form must have one field called 'model'.", {
    param: 'model',
  });
}

function relayForm({ bytes, boundary, contentType, form }: FormBody, stream: boolean): TaskRelay {
  const isJson = JSON_FORMATS.has(readTranscriptionFormat(form));
  return {
    ...relayed(stream ? 'events' : isJson ? 'json' : 'bytes', () => inspectTranscript),
    call: (path, model) => ({
      method: 'POST',
      path,
      body: spliceField(bytes, boundary, 'model', model) ?? bytes,
      headers: { 'content-type': contentType },
    }),
  };
}
