// From the model's name to a plan, for this client.

import { GatewayError } from '../errors/gateway-error.ts';
import type { RoutePlan } from '../routing/target.ts';
import { allowedPlan } from './allowed-plan.ts';
import { forbiddenModel } from './forbidden-model.ts';
import type { Gateway } from './gateway.ts';
import type { RequestContext } from './request-context.ts';

/** What a model may be called in a provider's path. No name that a provider gave has anything else in it. */
const MODEL_NAME = /^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[\w.:@+/-]{1,256}$/u;

/** What is asked of a model, in the word that the lists of models use for it. */
export type ModelMethod = 'generateContent' | 'embedContent';

/**
 * Throws GatewayError `model_not_found` with near names, also for models that are listed without the method: asking the
 * provider would look like a model that is gone. `forbidden` for a model that is not this client's. Rejects with the same.
 */
export function planRoute(
  gateway: Gateway,
  context: RequestContext,
  model: string,
  method: ModelMethod,
): RoutePlan | Promise<RoutePlan> {
  context.modelAsked = model;
  if (!context.client.mayUse(model)) return planForeignName(gateway, context, method);
  const plan = gateway.resolve(model);
  if (!(plan instanceof Promise)) return fitPlan(gateway, context, plan, method);
  return plan.then((resolved) => fitPlan(gateway, context, resolved, method));
}

async function planForeignName(
  gateway: Gateway,
  context: RequestContext,
  method: ModelMethod,
): Promise<RoutePlan> {
  const { client, modelAsked } = context;
  const plan = await allowedPlan(gateway, client, modelAsked);
  if (plan === undefined) throw forbiddenModel(client, modelAsked);
  return fitPlan(gateway, context, plan, method);
}

/** The plan without the targets that do not have the method. */
function fitPlan(gateway: Gateway, context: RequestContext, plan: RoutePlan, method: ModelMethod): RoutePlan {
  const model = context.modelAsked;
  if (!plan.targets.every((target) => MODEL_NAME.test(target.model))) {
    throw new GatewayError(
      'model_not_found',
      `The model ${JSON.stringify(model.slice(0, 100))} does not exist here.`,
    );
  }
  const targets = plan.targets.filter((target) => gateway.canDo(target, method) !== false);
  if (targets.length === 0) {
    throw new GatewayError(
      'model_not_found',
      `The model ${JSON.stringify(model.slice(0, 100))} is not supported for ${method}.`,
    );
  }
  context.candidates = plan.targets;
  context.noteLeftOut(plan.targets, targets, 'method');
  context.note = plan.note;
  context.loss = plan.loss ?? [];
  return { ...plan, targets };
}
