// A request of one protocol as another's provider gets it, without a network between them.

import { createLoss } from '../../src/canon/loss.ts';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { resolveMedia } from '../../src/pipeline/resolve-media.ts';
import { standInMedia } from './meaning.ts';
import type { Protocol } from './protocols.ts';

export interface TranslatedRequest {
  /** The body that leaves; undefined when the request was refused. */
  readonly sent: JsonObject | undefined;
  /** What was left out, as the loss header names it. */
  readonly loss: string;
  /** Why it was refused. */
  readonly refusal: string;
}

/** Translates for a model of `to`. Remote media stand for their own addresses. */
export async function translateRequest(
  from: Protocol,
  to: Protocol,
  body: JsonObject,
  model: string,
): Promise<TranslatedRequest> {
  const loss = createLoss();
  try {
    const parsed = from.client.parseRequest({ ...body, model }, loss);
    const request = await resolveMedia(parsed, async (url) => standInMedia(url), undefined);
    const context = { loss, model, recallSignature: () => undefined };
    const rendered = to.provider.renderRequest({ ...request, model }, context);
    const sent = JSON.parse(JSON.stringify(rendered)) as JsonObject;
    return { sent, loss: [...loss.items].join(', '), refusal: '' };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { sent: undefined, loss: '', refusal: `${error.code}: ${error.message}` };
  }
}
