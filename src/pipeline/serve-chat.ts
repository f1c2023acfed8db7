// A client of one dialect on a provider of another: parse → canon → render, and back.

import { createLoss } from '../canon/loss.ts';
import type { ClientFace, RenderAnswerContext } from '../dialects/dialect.ts';
import type { JsonObject } from '../lib/json.ts';
import { ask, prepareQuestion, renderCall, type Question } from './ask.ts';
import { callStream } from './call-stream.ts';
import type { Gateway } from './gateway.ts';
import { startKeepAlive } from './keep-alive.ts';
import { planRoute } from './plan-route.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';
import { runAttempts } from './run-attempts.ts';
import { withSignatureRepair } from './repair-signatures.ts';
import { MAX_ERROR_BYTES, streamHeaders } from './stream-headers.ts';
import { TranslatedReader } from './translated-reader.ts';

/** Serves one conversation request. Throws GatewayError; after commit the head is sent by then. */
export async function serveChat(
  gateway: Gateway,
  context: RequestContext,
  face: ClientFace,
  body: JsonObject,
): Promise<void> {
  const loss = createLoss();
  const parsed = face.parseRequest(body, loss);
  const plan = await planRoute(gateway, context, parsed.model);
  const question = await prepareQuestion(gateway, context, parsed, plan, loss);
  const render = {
    nowMs: gateway.clock.now(),
    requestId: context.id.replaceAll('-', ''),
    request: question.request,
  };
  if (parsed.stream) {
    await withSignatureRepair(question, (asked) => streamChat(asked, face, render));
    return;
  }
  const answer = await withSignatureRepair(question, ask);
  if (answer === undefined) return;
  context.noteFirstByte();
  const text = JSON.stringify(face.renderAnswer(answer, render));
  const headers = { 'content-type': 'application/json', ...describeHeaders(context, gateway.simulated) };
  context.sink.send(200, headers, text);
}

async function streamChat(question: Question, face: ClientFace, render: RenderAnswerContext): Promise<void> {
  const { gateway, context, request, attempts } = question;
  let reader: TranslatedReader | undefined;
  const open = (): void => {
    const headers = {
      'content-type': face.streamContentType,
      ...streamHeaders,
      ...describeHeaders(context, gateway.simulated),
    };
    context.sink.sendHead(200, headers);
  };
  const delivery = {
    sink: context.sink,
    maxErrorBytes: MAX_ERROR_BYTES,
    open,
    onCommit: () => {
      context.noteFirstByte();
      context.modelGiven = reader?.model ?? context.modelGiven;
    },
  };
  const pinger = face.createStreamRenderer(render);
  const stopKeepAlive = startKeepAlive(context.sink, open, () => pinger.ping());
  try {
    await runAttempts(gateway, context, attempts, (route) => {
      reader = new TranslatedReader({
        face: route.runtime.face,
        request,
        renderer: face.createStreamRenderer(render),
        estimatedTokens: attempts.estimatedTokens,
        acceptEmpty: route.unusableAnswers > 0,
        onSignature: (callId, signature) =>
          gateway.signatures.remember(context.client.name, callId, signature),
      });
      return callStream(route, renderCall(question, route), reader, delivery);
    });
  } finally {
    stopKeepAlive();
    context.usage = reader?.usage;
  }
}
