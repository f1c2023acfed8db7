// What a client may ask for under names that are not among its own: what its own models answer.

import { GatewayError } from '../errors/gateway-error.ts';
import type { RoutePlan } from '../routing/target.ts';
import type { Gateway } from './gateway.ts';
import type { Caller } from './request-context.ts';

/** The plan of a name that `client.mayUse` denies, where every model in it is the client's; undefined for all others. */
export async function allowedPlan(
  gateway: Pick<Gateway, 'resolve'>,
  client: Caller,
  model: string,
): Promise<RoutePlan | undefined> {
  try {
    const plan = await gateway.resolve(model);
    return plan.targets.every((target) => client.mayUse(target.model)) ? plan : undefined;
  } catch (error) {
    // Which names are near to it is not for this client to know.
    if (error instanceof GatewayError && error.code === 'model_not_found') return undefined;
    throw error;
  }
}
