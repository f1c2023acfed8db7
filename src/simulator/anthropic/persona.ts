// Anthropic's API. https://platform.claude.com/docs/en/api
import { asBoolean, asObject, asString, isObject } from '../../lib/json.ts';
import type { Persona } from '../simulated-world.ts';
import { anthropicFaultReply, anthropicKey, authenticateAnthropic } from './credentials.ts';
import { anthropicError, unknownClaude } from './errors.ts';
import { answerMessages, countMessageTokens } from './messages.ts';
import { describeClaude, listClaudeModels, servesClaudeModel } from './model-catalog.ts';

const MODEL_PATH = /^\/v1\/models\/(.+)$/u;

/** The simulator as Anthropic. */
export const anthropicPersona: Persona = {
  name: 'anthropic',
  identify(exchange) {
    const { body, call, path } = exchange;
    const one = MODEL_PATH.exec(path)?.[1];
    call.key = anthropicKey(exchange);
    call.operation = operationOf(call.method, path, one !== undefined);
    call.model =
      call.method === 'POST' ? asString(asObject(body)?.['model']) : one && decodeURIComponent(one);
    call.stream = call.operation === 'messages' && asBoolean(asObject(body)?.['stream']) === true;
  },
  authenticate: authenticateAnthropic,
  faultReply: anthropicFaultReply,
  answer(exchange, fault) {
    const { body, call } = exchange;
    const { model, operation } = call;
    if (operation === 'unknown') return anthropicError(404);
    if (operation === 'models.list') return listClaudeModels(exchange);
    if (operation !== 'models.get' && !isObject(body)) {
      return anthropicError(400, 'The request body is not valid JSON');
    }
    if (model === undefined) return anthropicError(400, 'model: Field required');
    if (!servesClaudeModel(model)) return unknownClaude(model);
    if (operation === 'models.get') return { kind: 'json', status: 200, body: describeClaude(model) };
    const request = asObject(body) ?? {};
    return operation === 'messages' ? answerMessages(exchange, request, fault) : countMessageTokens(request);
  },
};

function operationOf(method: string, path: string, isOne: boolean): string {
  if (method === 'GET') {
    if (isOne) return 'models.get';
    return path === '/v1/models' ? 'models.list' : 'unknown';
  }
  if (path === '/v1/messages') return method === 'POST' ? 'messages' : 'unknown';
  return method === 'POST' && path === '/v1/messages/count_tokens' ? 'messages.count_tokens' : 'unknown';
}
