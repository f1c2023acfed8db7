// OpenAI's API, and the services that speak it. https://platform.openai.com/docs/api-reference
import { asBoolean, asObject, asString, isObject } from '../../lib/json.ts';
import type { SimulatedFault } from '../faults.ts';
import { readForm, type ReadForm } from '../read-form.ts';
import type { Reply } from '../reply.ts';
import type { Exchange, Persona } from '../simulated-world.ts';
import { answerChat } from './chat.ts';
import { answerCompletions } from './completions.ts';
import { answerEmbeddings } from './embeddings.ts';
import { invalidRequest, openaiError, unknownModel } from './errors.ts';
import { answerImages } from './images.ts';
import { authenticateOpenai, openaiFaultReply, openaiKey } from './key-errors.ts';
import { describeOpenaiModel, listOpenaiModels, servesOpenaiModel } from './model-catalog.ts';
import { answerModerations } from './moderations.ts';
import { answerResponses } from './responses.ts';
import { answerSpeech } from './speech.ts';
import { answerTranscription } from './transcriptions.ts';

const MODEL_PATH = /\/models\/(.+)$/u;
/** What OpenAI takes where the caller names no model. */
const MODERATION_MODEL = 'omni-moderation-latest';

/** The end of a path → the operation. */
const OPERATIONS: readonly (readonly [string, string])[] = [
  ['/chat/completions', 'chat.completions'],
  ['/completions', 'completions'],
  ['/responses', 'responses'],
  ['/embeddings', 'embeddings'],
  ['/images/generations', 'images.generate'],
  ['/audio/speech', 'audio.speech'],
  ['/audio/transcriptions', 'audio.transcriptions'],
  ['/audio/translations', 'audio.translations'],
  ['/moderations', 'moderations'],
];

/** The simulator as OpenAI. */
export const openaiPersona: Persona = {
  name: 'openai',
  identify(exchange) {
    const { body, call, path } = exchange;
    call.key = openaiKey(exchange);
    const one = MODEL_PATH.exec(path)?.[1];
    call.operation = operationOf(call.method, path, one !== undefined);
    if (call.method !== 'POST') {
      call.model = one && decodeURIComponent(one);
      return;
    }
    const form = isUpload(call.operation) ? formOf(exchange) : undefined;
    call.model = form?.fields.get('model') ?? asString(asObject(body)?.['model']);
    if (call.operation === 'moderations') call.model ??= MODERATION_MODEL;
    call.stream = form
      ? form.fields.get('stream') === 'true'
      : asBoolean(asObject(body)?.['stream']) === true;
  },
  authenticate: authenticateOpenai,
  faultReply: openaiFaultReply,
  answer(exchange, fault) {
    const { body, call, path } = exchange;
    const model = call.model;
    if (call.operation === 'unknown')
      return openaiError(404, `Invalid URL (${call.method} ${path})`, 'invalid_request_error');
    if (call.operation === 'models.list') return { kind: 'json', status: 200, body: listOpenaiModels() };
    if (call.method === 'POST' && !isUpload(call.operation) && !isObject(body)) {
      return invalidRequest('We could not parse the JSON body of your request.');
    }
    if (model === undefined) return invalidRequest('you must provide a model parameter');
    if (!servesOpenaiModel(model)) return unknownModel(model, call.operation === 'responses' ? 400 : 404);
    if (call.operation === 'models.get')
      return { kind: 'json', status: 200, body: describeOpenaiModel(model) };
    return answerOperation(exchange, fault);
  },
};

function answerOperation(exchange: Exchange, fault: SimulatedFault | undefined): Reply {
  const request = asObject(exchange.body) ?? {};
  switch (exchange.call.operation) {
    case 'responses':
      return answerResponses(exchange, request, fault);
    case 'embeddings':
      return answerEmbeddings(exchange, request);
    case 'completions':
      return answerCompletions(exchange, request, fault);
    case 'images.generate':
      return answerImages(exchange, request, fault);
    case 'audio.speech':
      return answerSpeech(exchange, request, fault);
    case 'audio.transcriptions':
    case 'audio.translations':
      return answerTranscription(exchange, formOf(exchange), fault);
    case 'moderations':
      return answerModerations(exchange, request);
    default:
      return answerChat(exchange, request, fault);
  }
}

function isUpload(operation: string): boolean {
  return operation === 'audio.transcriptions' || operation === 'audio.translations';
}

function formOf({ call }: Exchange): ReadForm | undefined {
  return call.rawBody && readForm(call.rawBody, call.headers['content-type']);
}

function operationOf(method: string, path: string, isOne: boolean): string {
  if (method === 'GET') {
    if (isOne) return 'models.get';
    return path.endsWith('/models') ? 'models.list' : 'unknown';
  }
  if (method !== 'POST') return 'unknown';
  return OPERATIONS.find(([end]) => path.endsWith(end))?.[1] ?? 'unknown';
}
