// Which targets of a plan can be given a task, and what its caller is told when none can.

import { GatewayError } from '../errors/gateway-error.ts';
import type { Target } from '../routing/target.ts';
import type { Gateway, ProviderRuntime } from './gateway.ts';
import type { Task } from './task.ts';

/** Names in a message. */
const MOST_NAMES = 5;

/** Where the provider has the task's endpoint for the model; undefined where it has not. */
export function relayPath(runtime: ProviderRuntime, model: string, { endpoint }: Task): string | undefined {
  return runtime.provider.endpoints?.[endpoint]?.(model);
}

/** True for a target that is sent the request as it came. */
export function isRelayed(gateway: Gateway, task: Task, { provider, model }: Target): boolean {
  const runtime = gateway.providers.get(provider);
  return runtime !== undefined && relayPath(runtime, model, task) !== undefined;
}

/** The targets that can do it, in order. Throws GatewayError `not_supported` that says who could. */
export function servableTargets(gateway: Gateway, task: Task, targets: readonly Target[]): readonly Target[] {
  const servable = targets.filter(({ provider, model }) => {
    const runtime = gateway.providers.get(provider);
    if (runtime === undefined) return false;
    return relayPath(runtime, model, task) !== undefined || task.translation?.suits(runtime, model) === true;
  });
  if (servable.length > 0) return servable;
  const shown = targets.map(({ provider, model }) => `${model} of ${provider}`).join(', ');
  throw new GatewayError('not_supported', `${shown} cannot ${task.deed}. ${whoCould(gateway, task)}`, {
    param: 'model',
  });
}

function whoCould(gateway: Gateway, task: Task): string {
  const providers: string[] = [];
  const models: string[] = [];
  for (const [name, runtime] of gateway.providers) {
    if (runtime.provider.endpoints?.[task.endpoint] !== undefined) providers.push(name);
    for (const model of gateway.listedModels(name)) {
      if (task.translation?.suits(runtime, model) === true) models.push(model);
    }
  }
  const sentences: string[] = [];
  if (models.length > 0) sentences.push(`Models that can: ${models.slice(0, MOST_NAMES).join(', ')}.`);
  if (providers.length > 0) sentences.push(`Providers that have this endpoint: ${providers.join(', ')}.`);
  return sentences.length > 0
    ? sentences.join(' ')
    : 'No configured provider can; OpenAI could, with a key in OPENAI_API_KEY.';
}
