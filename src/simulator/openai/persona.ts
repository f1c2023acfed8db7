// OpenAI's API, and the services that speak it. https://platform.openai.com/docs/api-reference
import { asBoolean, asObject, asString, isObject } from '../../lib/json.ts';
import type { Persona } from '../simulated-world.ts';
import { answerChat } from './chat.ts';
import { answerEmbeddings } from './embeddings.ts';
import { invalidRequest, openaiError, unknownModel } from './errors.ts';
import { authenticateOpenai, openaiFaultReply, openaiKey } from './key-errors.ts';
import { describeOpenaiModel, listOpenaiModels, servesOpenaiModel } from './model-catalog.ts';
import { answerResponses } from './responses.ts';

const MODEL_PATH = /\/models\/(.+)$/u;

/** The simulator as OpenAI. */
export const openaiPersona: Persona = {
  name: 'openai',
  identify(exchange) {
    const { body, call, path } = exchange;
    call.key = openaiKey(exchange);
    const hasBody = call.method === 'POST';
    const one = MODEL_PATH.exec(path)?.[1];
    call.operation = operationOf(call.method, path, one !== undefined);
    call.model = hasBody ? asString(asObject(body)?.['model']) : one && decodeURIComponent(one);
    call.stream = hasBody && asBoolean(asObject(body)?.['stream']) === true;
  },
  authenticate: authenticateOpenai,
  faultReply: openaiFaultReply,
  answer(exchange, fault) {
    const { body, call, path } = exchange;
    const model = call.model;
    if (call.operation === 'unknown')
      return openaiError(404, `Invalid URL (${call.method} ${path})`, 'invalid_request_error');
    if (call.operation === 'models.list') return { kind: 'json', status: 200, body: listOpenaiModels() };
    if (call.method === 'POST' && !isObject(body)) {
      return invalidRequest('We could not parse the JSON body of your request.');
    }
    if (model === undefined) return invalidRequest('you must provide a model parameter');
    if (!servesOpenaiModel(model)) return unknownModel(model, call.operation === 'responses' ? 400 : 404);
    if (call.operation === 'models.get')
      return { kind: 'json', status: 200, body: describeOpenaiModel(model) };
    const request = asObject(body) ?? {};
    if (call.operation === 'responses') return answerResponses(exchange, request, fault);
    return call.operation === 'embeddings'
      ? answerEmbeddings(exchange, request)
      : answerChat(exchange, request, fault);
  },
};

function operationOf(method: string, path: string, isOne: boolean): string {
  if (method === 'GET') {
    if (isOne) return 'models.get';
    return path.endsWith('/models') ? 'models.list' : 'unknown';
  }
  if (method !== 'POST') return 'unknown';
  if (path.endsWith('/chat/completions')) return 'chat.completions';
  if (path.endsWith('/responses')) return 'responses';
  return path.endsWith('/embeddings') ? 'embeddings' : 'unknown';
}
