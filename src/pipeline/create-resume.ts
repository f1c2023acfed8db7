// What a stream needs to be continued, put together from the conversation: made only where `stream_failover: resume` is set.

import { createLoss } from '../canon/loss.ts';
import type { CanonRequest } from '../canon/request.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { prepareQuestion, renderCall, type Question } from './ask.ts';
import type { StreamDelivery } from './call-stream.ts';
import type { ProviderCall } from './call-whole.ts';
import type { Conversation } from './conversation.ts';
import type { Gateway } from './gateway.ts';
import type { RequestContext } from './request-context.ts';
import { ResumableStream } from './resume-stream.ts';
import type { AttemptPlan, Route } from './run-attempts.ts';

/** One streamed request on its way. */
export interface ResumeSource {
  readonly gateway: Gateway;
  readonly context: RequestContext;
  readonly conversation: Conversation;
  readonly attempts: AttemptPlan;
  /** Undefined where all targets are relayed to. */
  readonly question: Question | undefined;
  readonly delivery: StreamDelivery;
  callFor(route: Route): ProviderCall;
  isRelayed(route: Route): boolean;
}

/** Undefined where the request cannot be read: it is relayed as it is, and what breaks stays broken. */
export function createResume(source: ResumeSource): ResumableStream | undefined {
  const { gateway, context, conversation, attempts, question } = source;
  const request = question?.request ?? readRequest(conversation);
  if (request === undefined) return undefined;
  return new ResumableStream({
    context,
    request,
    delivery: source.delivery,
    estimatedTokens: attempts.estimatedTokens,
    framing: conversation.framing,
    isRelayed: source.isRelayed,
    restartCall: source.callFor,
    async prefilledCall(route, prefilled) {
      const plan = { targets: attempts.targets };
      const asked = question ?? (await prepareQuestion(gateway, context, request, plan, createLoss()));
      return renderCall({ ...asked, request: prefilled }, route);
    },
    onSignature: (callId, signature) => gateway.signatures.remember(context.client.name, callId, signature),
    note: ({ runtime }, way) => gateway.noteResume(runtime.provider.name, way),
  });
}

/** What is relayed may be more than our own reader understands. */
function readRequest({ face, json, model, stream }: Conversation): CanonRequest | undefined {
  try {
    return face && { ...face.parseRequest(json, createLoss()), model, stream };
  } catch (error) {
    if (error instanceof GatewayError) return undefined;
    throw error;
  }
}
