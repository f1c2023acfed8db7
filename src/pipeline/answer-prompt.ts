// One prompt in, one text out: what the simple endpoints need, with a cache of identical prompts.

import { createLoss } from '../canon/loss.ts';
import type { CanonAnswer } from '../canon/answer.ts';
import type { CanonRequest } from '../canon/request.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import type { Secret } from '../lib/secret.ts';
import type { RoutePlan } from '../routing/target.ts';
import { ask, askRoute, prepareQuestion } from './ask.ts';
import type { PromptCache } from '../cache/prompt-cache.ts';
import { errorFromAttempt } from './final-error.ts';
import type { Gateway } from './gateway.ts';
import type { RequestContext } from './request-context.ts';
import { TriedProjects } from './tried-projects.ts';

/** One user turn without system text, tools or history. */
export interface PromptQuestion {
  readonly prompt: string;
  /** As asked for; part of the cache key together with the plan. */
  readonly model: string;
  readonly plan: RoutePlan;
  /** A credential that the caller brought: used for this request alone. */
  readonly callerKey?: Secret | undefined;
}

/** `provider` and `model` are those that wrote the text, be it long ago: a cached answer keeps them. */
export interface PromptAnswer {
  readonly text: string;
  readonly model: string;
  readonly provider: string;
  readonly cached: boolean;
  /** The token ceiling ended it: the text is not whole. */
  readonly cut: boolean;
}

/** Answers a prompt. Undefined when the client has left. Throws GatewayError. */
export async function answerPrompt(
  gateway: Gateway,
  cache: PromptCache | undefined,
  context: RequestContext,
  question: PromptQuestion,
): Promise<PromptAnswer | undefined> {
  if (question.callerKey !== undefined)
    return askWithCallerKey(gateway, context, question, question.callerKey);
  const key = cacheKey(context, question);
  const hit = cache?.get(key);
  context.cache = hit === undefined ? (cache === undefined ? 'bypass' : 'miss') : 'hit';
  if (hit !== undefined) {
    context.provider = hit.provider;
    context.modelGiven = hit.model;
    return { ...hit, cached: true, cut: false };
  }
  const prepared = await prepareQuestion(gateway, context, toRequest(question), question.plan, createLoss());
  const answer = await ask(prepared);
  if (answer === undefined) return undefined;
  const { cut, ...told } = tell(answer, context);
  // What ran into the token ceiling is no answer to keep.
  if (answer.candidates[0]?.finish.kind === 'stop') cache?.set(key, told);
  return { ...told, cut, cached: false };
}

/** No pool, no failover, no cache: the caller's key is the caller's business. */
async function askWithCallerKey(
  gateway: Gateway,
  context: RequestContext,
  question: PromptQuestion,
  secret: Secret,
): Promise<PromptAnswer | undefined> {
  const target = question.plan.targets[0];
  const runtime = gateway.providers.get(target?.provider ?? '');
  if (target === undefined || runtime === undefined)
    throw new GatewayError('not_supported', 'No configured provider serves this model.');
  const redact = (text: string): string => gateway.redact(text).replaceAll(secret.reveal(), secret.masked);
  context.provider = target.provider;
  context.modelGiven = target.model;
  context.maskedKey = secret.masked;
  const prepared = await prepareQuestion(gateway, context, toRequest(question), question.plan, createLoss());
  const lease = {
    keyId: 'caller',
    projectId: 'caller',
    secret,
    affine: false,
    probe: false,
    succeed: () => {},
    fail: () => {},
    abandon: () => {},
  };
  const outcome = await askRoute(prepared, {
    runtime,
    model: target.model,
    lease,
    deadlineMs: gateway.clock.now() + gateway.retry.deadlineMs,
    unusableAnswers: 1,
    tried: new TriedProjects(),
    withheldGoesOn: false,
  });
  if (outcome.type === 'gone') return undefined;
  if (outcome.type === 'done') return { ...tell(outcome.value, context), cached: false };
  const verdict = runtime.provider.verdicts(outcome.failure, redact);
  if (verdict.fault === 'key' || verdict.fault === 'project') {
    throw new GatewayError(
      'authentication_failed',
      `The provider refuses the api_key of this request: ${verdict.message}`,
      { param: 'api_key' },
    );
  }
  throw errorFromAttempt({ verdict, failure: outcome.failure }, redact);
}

function toRequest(question: PromptQuestion): CanonRequest {
  return {
    model: question.model,
    system: [],
    messages: [{ role: 'user', parts: [{ type: 'text', text: question.prompt }] }],
    tools: [],
    sampling: {},
    stop: [],
    stream: false,
    includeUsage: false,
  };
}

function tell(answer: CanonAnswer, context: RequestContext): Omit<PromptAnswer, 'cached'> {
  const candidate = answer.candidates[0];
  const text = (candidate?.parts ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');
  if (candidate?.finish.kind === 'content-filter' || candidate?.finish.kind === 'refusal') {
    const why = candidate.finish.raw ?? 'content policy';
    throw new GatewayError('invalid_request', `The provider withheld its answer to this prompt (${why}).`, {
      status: 422,
    });
  }
  const cut = candidate?.finish.kind === 'length';
  if (cut && text === '') {
    // With status 200 nobody could tell it from a model that has nothing to say.
    throw new GatewayError(
      'incomplete_answer',
      'The model used up its output tokens before it wrote any text of its answer.',
    );
  }
  return { text, model: context.modelGiven, provider: context.provider, cut };
}

/** Endpoint, client, provider and model belong to it: nobody is served another's answer. */
function cacheKey(context: RequestContext, question: PromptQuestion): string {
  const targets = question.plan.targets.map((target) => `${target.provider}/${target.model}`);
  return JSON.stringify([context.endpoint, context.client.name, targets, question.model, question.prompt]);
}
