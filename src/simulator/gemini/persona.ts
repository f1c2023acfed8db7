// Google's Gemini API, native form. https://ai.google.dev/api
import { isObject } from '../../lib/json.ts';
import { splitModelName, type SimulatedFault } from '../faults.ts';
import { KEY_FAULTS } from '../keys.ts';
import type { JsonReply, Reply } from '../reply.ts';
import type { Exchange, Persona } from '../simulated-world.ts';
import { countPromptTokens } from './count-tokens.ts';
import { authenticateGemini, geminiKey } from './credentials.ts';
import { embed } from './embeddings.ts';
import { contextOverflow, geminiError, geminiStatusError, invalidArgument, modelNotFound } from './errors.ts';
import { generate } from './generate.ts';
import { geminiKeyError } from './key-errors.ts';
import { findGeminiModel } from './model-catalog.ts';
import { getModel, listModels } from './model-list.ts';
import { geminiQuotaError, spendRateError } from './quota-errors.ts';
import { grpcMethod, matchGeminiRoute } from './route.ts';

/** The simulator as Google. */
export const geminiPersona: Persona = {
  name: 'gemini',
  identify(exchange) {
    const { call } = exchange;
    const route = matchGeminiRoute(call.method, exchange.path);
    call.operation = route?.operation ?? 'unknown';
    call.model = route?.model;
    call.stream = call.operation === 'streamGenerateContent';
    call.key = geminiKey(exchange);
  },
  authenticate: (exchange) => inStreamForm(exchange, authenticateGemini(exchange)),
  faultReply: (exchange, fault) => inStreamForm(exchange, geminiFaultReply(exchange, fault)),
  answer: (exchange, fault) => inStreamForm(exchange, geminiAnswer(exchange, fault)),
};

/** Errors keep the form of the stream that was asked for: bare JSON under the type of events, or the one item of an array. */
function inStreamForm<R extends Reply | undefined>(exchange: Exchange, reply: R): R | JsonReply {
  if (!exchange.call.stream || reply?.kind !== 'json') return reply;
  if (exchange.query.get('alt') === 'sse')
    return { ...reply, headers: { ...reply.headers, 'content-type': 'text/event-stream' } };
  return { ...reply, body: [reply.body] };
}

function geminiAnswer(exchange: Exchange, fault: SimulatedFault | undefined): Reply {
  const { body, call, path } = exchange;
  const version = path.startsWith('/v1/') ? 'v1' : 'v1beta';
  if (call.operation === 'listModels') return listModels(exchange);
  if (call.operation === 'unknown') return geminiError(404, 'NOT_FOUND', 'Requested entity was not found.');
  const name = call.model ?? '';
  const model = findGeminiModel(splitModelName(name).base);
  if (!model) return modelNotFound(name, version, call.operation);
  if (call.operation === 'getModel') return getModel(model, name);
  if (!isObject(body)) return brokenPayload(exchange);
  switch (call.operation) {
    case 'countTokens':
      return countPromptTokens(body);
    case 'embedContent':
    case 'batchEmbedContents':
      return model.kind === 'embedding'
        ? embed(exchange, model)
        : modelNotFound(name, version, call.operation);
    default:
      return model.methods.includes('generateContent')
        ? generate(exchange, model, fault)
        : modelNotFound(name, version, call.operation);
  }
}

function brokenPayload(exchange: Exchange): JsonReply {
  if (exchange.body !== undefined)
    return invalidArgument('Invalid JSON payload received. Root element must be a message.');
  return invalidArgument('Invalid JSON payload received. Expected a value.\n\n^');
}

function geminiFaultReply(exchange: Exchange, fault: SimulatedFault): Reply | undefined {
  const { call, world } = exchange;
  const model = call.model ?? 'unknown';
  const name = fault.fault;
  if (name.startsWith('status-')) return geminiStatusError(fault.status ?? Number(name.slice(7)), call.model);
  if (name.startsWith('key-')) {
    const state = KEY_FAULTS.find((known) => known === name.slice(4));
    return state && geminiKeyError(state, call.key ?? '', call.project ?? '0', grpcMethod(call.operation));
  }
  const smallDelayMs = Math.floor(world.random() * 40_000);
  const refuse = (kind: 'rpm' | 'rpd', limit: number, retryAfterMs: number): JsonReply =>
    geminiQuotaError(
      { limitZero: false, freeTier: true, violations: [{ kind, limit, used: limit, retryAfterMs }] },
      model,
      smallDelayMs,
    );
  switch (name) {
    case '429-minute':
      return refuse('rpm', 5, fault.delayMs ?? 38_201);
    case '429-day':
      return refuse('rpd', 20, 0);
    case '429-limit-zero': {
      const violations = (['tpm', 'rpm', 'rpd'] as const).map((kind) => ({
        kind,
        limit: 0,
        used: 0,
        retryAfterMs: 12_941,
      }));
      return geminiQuotaError({ limitZero: true, freeTier: true, violations }, model, smallDelayMs);
    }
    case '429-bare':
      return geminiStatusError(429, model);
    case '429-spend':
      return spendRateError();
    case '429-prepay':
      return geminiError(
        429,
        'RESOURCE_EXHAUSTED',
        'Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects to manage your project and billing.',
      );
    case 'retired':
      return geminiError(
        404,
        'NOT_FOUND',
        `This model models/${model} is no longer available. Please update your code to use a newer model.`,
      );
    case 'context-overflow':
      return contextOverflow(1_200_000, 1_048_576);
    case 'payload':
      return invalidArgument('Request payload size exceeds the limit: 20971520 bytes.');
    default:
      return undefined;
  }
}
