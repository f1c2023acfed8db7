// A Gemini client on a Gemini provider: the request's bytes and the answer's bytes pass untouched.

import { inspectGeminiChunk } from '../dialects/gemini/inspect-chunk.ts';
import { tryParseJson } from '../lib/json.ts';
import { callStream } from './call-stream.ts';
import { callWhole, type ProviderCall, type WholeAnswer } from './call-whole.ts';
import type { HeaderMap } from './client-sink.ts';
import type { Gateway } from './gateway.ts';
import { createNativeReader, type NativeReader, type NativeStreamMode } from './native-reader.ts';
import { planRoute } from './plan-route.ts';
import { describeHeaders, type RequestContext } from './request-context.ts';
import { runAttempts, type AttemptOutcome, type AttemptPlan, type Route } from './run-attempts.ts';
import { MAX_ERROR_BYTES, streamHeaders } from './stream-headers.ts';

export interface NativeRequest {
  readonly model: string;
  /** `generateContent`, `streamGenerateContent`, `countTokens`, `embedContent`, `batchEmbedContents`. */
  readonly verb: string;
  /** Version prefix of the path: `v1beta` or `v1`. */
  readonly version: string;
  /** Query without the leading `?` and without any credential. */
  readonly query: string;
  readonly body: Buffer;
}

/** Answer headers of Google's that mean something to its clients. */
const PASSED_HEADERS = ['content-type', 'x-gemini-service-tier', 'vary'] as const;

/** Serves one native call. Throws GatewayError; a stream that broke after commit has its head sent by then. */
export async function serveNative(
  gateway: Gateway,
  context: RequestContext,
  request: NativeRequest,
): Promise<void> {
  const plan = await planRoute(gateway, context, request.model);
  context.stream = request.verb === 'streamGenerateContent';
  const targets = plan.targets.filter(
    (target) => gateway.providers.get(target.provider)?.provider.dialect === 'gemini',
  );
  const attempts = {
    targets,
    estimatedTokens: Math.ceil(request.body.length / 4),
    failFast: context.stream && gateway.failFastStreams,
  };
  if (context.stream) await streamNative(gateway, context, request, attempts);
  else await answerNative(gateway, context, request, attempts);
}

async function answerNative(
  gateway: Gateway,
  context: RequestContext,
  request: NativeRequest,
  attempts: AttemptPlan,
): Promise<void> {
  const answer = await runAttempts(gateway, context, attempts, async (route) => {
    const limits = { totalMs: gateway.retry.deadlineMs, maxBytes: gateway.maxAnswerBytes };
    const result = await callWhole(route, nativeCall(request, route), limits, context.sink);
    if (result.type !== 'answer') return result;
    return judgeAnswer(context, request.verb, result.answer, route);
  });
  if (answer === undefined) return;
  context.noteFirstByte();
  context.sink.send(
    200,
    { ...passHeaders(answer.headers), ...describeHeaders(context, gateway.simulated) },
    answer.body,
  );
}

function judgeAnswer(
  context: RequestContext,
  verb: string,
  answer: WholeAnswer,
  route: Route,
): AttemptOutcome<WholeAnswer> {
  const body = tryParseJson(answer.body.toString('utf8'));
  if (body === undefined) return { type: 'failed', failure: { type: 'broken', reason: 'truncated' } };
  if (verb !== 'generateContent') return { type: 'done', value: answer, firstByteMs: answer.firstByteMs };
  const seen = inspectGeminiChunk(body);
  if (seen.error !== undefined) {
    const status = typeof seen.error['code'] === 'number' ? seen.error['code'] : 500;
    return {
      type: 'failed',
      failure: { type: 'answer', status, headers: answer.headers, body: JSON.stringify(body) },
    };
  }
  const usable = seen.hasContent ? seen.finished : seen.answersWithoutContent;
  if (!usable && route.unusableAnswers === 0) {
    const reason = seen.failed ? 'failed_generation' : 'empty';
    return { type: 'failed', failure: { type: 'broken', reason } };
  }
  context.usage = seen.usage;
  context.modelGiven = seen.model ?? context.modelGiven;
  const tokens = seen.usage?.totalTokens;
  return { type: 'done', value: answer, firstByteMs: answer.firstByteMs, tokens };
}

async function streamNative(
  gateway: Gateway,
  context: RequestContext,
  request: NativeRequest,
  attempts: AttemptPlan,
): Promise<void> {
  const mode: NativeStreamMode = /(?:^|&)alt=sse(?:&|$)/u.test(request.query) ? 'sse' : 'array';
  let reader: NativeReader | undefined;
  const contentType = mode === 'sse' ? 'text/event-stream' : 'application/json; charset=UTF-8';
  const delivery = {
    sink: context.sink,
    maxErrorBytes: MAX_ERROR_BYTES,
    onCommit: () => {
      context.noteFirstByte();
      context.modelGiven = reader?.model ?? context.modelGiven;
    },
    open: () => {
      const headers = {
        'content-type': contentType,
        ...streamHeaders,
        ...describeHeaders(context, gateway.simulated),
      };
      context.sink.sendHead(200, headers);
    },
  };
  await runAttempts(gateway, context, attempts, (route) => {
    reader = createNativeReader(mode, route.unusableAnswers > 0);
    return callStream(route, nativeCall(request, route), reader, delivery);
  }).finally(() => {
    context.usage = reader?.usage;
  });
}

function nativeCall(request: NativeRequest, route: Route): ProviderCall {
  const query = request.query === '' ? '' : `?${request.query}`;
  const path = `/${request.version}/models/${encodeURIComponent(route.model)}:${request.verb}${query}`;
  return { method: 'POST', path, body: request.body };
}

function passHeaders(headers: WholeAnswer['headers']): HeaderMap {
  const passed: HeaderMap = {};
  for (const name of PASSED_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') passed[name] = value;
  }
  return passed;
}
