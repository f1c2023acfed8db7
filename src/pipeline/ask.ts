// A canonical request to a provider and back: the whole answer, with failover. Who asked, and in which dialect, is
// somebody else's business.

import type { CanonAnswer, Candidate } from '../canon/answer.ts';
import { estimateTokens } from '../canon/estimate-tokens.ts';
import { isWithheld } from '../canon/is-withheld.ts';
import { createLoss, type Loss } from '../canon/loss.ts';
import { areArguments } from '../canon/open-arguments.ts';
import type { CanonRequest } from '../canon/request.ts';
import { GatewayError } from '../errors/gateway-error.ts';
import { tryParseJsonExact } from '../lib/json.ts';
import type { ProviderFace } from '../dialects/dialect.ts';
import type { RoutePlan } from '../routing/target.ts';
import { callWhole, type ProviderCall, type WholeAnswer } from './call-whole.ts';
import type { Gateway } from './gateway.ts';
import type { RequestContext } from './request-context.ts';
import { resolveMedia } from './resolve-media.ts';
import { runAttempts, type AttemptOutcome, type AttemptPlan, type Route } from './run-attempts.ts';

/** A request ready to be rendered for whichever provider an attempt goes to. */
export interface Question {
  readonly gateway: Gateway;
  readonly context: RequestContext;
  readonly request: CanonRequest;
  readonly loss: Loss;
  readonly attempts: AttemptPlan;
  /** Headers of the client's for providers of its own dialect. */
  readonly switches?: Readonly<Record<string, string>> | undefined;
  /** False once the provider refused what was remembered. */
  readonly recallsSignatures: boolean;
}

/** Fetches remote media and sizes the request up. */
export async function prepareQuestion(
  gateway: Gateway,
  context: RequestContext,
  parsed: CanonRequest,
  plan: Pick<RoutePlan, 'targets' | 'loss'>,
  loss: Loss,
): Promise<Question> {
  context.stream = parsed.stream;
  for (const wish of plan.loss ?? []) loss.add(wish);
  const request = await fetchMedia(gateway, context, parsed);
  const attempts = {
    targets: plan.targets,
    estimatedTokens: estimateTokens(request),
    failFast: parsed.stream && gateway.failFastStreams,
  };
  return { gateway, context, request, loss, attempts, recallsSignatures: true };
}

/** The whole answer; undefined when the client has left. */
export function ask(question: Question): Promise<CanonAnswer | undefined> {
  const { gateway, context, attempts } = question;
  return runAttempts(gateway, context, attempts, (route) => askRoute(question, route));
}

/** One attempt at one route. */
export async function askRoute(question: Question, route: Route): Promise<AttemptOutcome<CanonAnswer>> {
  const { gateway, context, request } = question;
  const result = await callWhole(route, renderCall(question, route), gateway.maxAnswerBytes, context.sink);
  if (result.type !== 'answer') return result;
  const answer = readAnswer(route.runtime.faceFor(route.model, context.dialect).face, result.answer, request);
  if ('type' in answer) return answer;
  const unusable = findUnusable(answer, route);
  if (unusable !== undefined) return { type: 'failed', failure: { type: 'broken', reason: unusable } };
  rememberSignatures(question, answer);
  context.usage = answer.usage;
  if (answer.model !== '') context.modelGiven = answer.model;
  return {
    type: 'done',
    value: answer,
    firstByteMs: result.answer.firstByteMs,
    usage: answer.usage,
    headers: result.answer.headers,
  };
}

/** The provider call for a route: rendered anew for each, since models differ in what they take. */
export function renderCall(question: Question, route: Route): ProviderCall {
  const { gateway, context, request } = question;
  const loss = createLoss();
  for (const item of question.loss.items) loss.add(item);
  const { provider } = route.runtime;
  const { face, chatPath, dialect } = route.runtime.faceFor(route.model, context.dialect);
  const body = face.renderRequest(request, {
    loss,
    model: route.model,
    outputTokenLimit: gateway.outputTokenLimit({ provider: provider.name, model: route.model }),
    recallSignature: (callId) =>
      question.recallsSignatures ? gateway.signatures.recall(context.client.name, callId) : undefined,
  });
  context.loss = [...loss.items];
  if (gateway.strict && context.loss.length > 0) {
    const what = context.loss.join(', ');
    throw new GatewayError('not_supported', `${provider.name} cannot be given ${what}, and strict is set.`);
  }
  const headers = dialect === context.dialect ? question.switches : undefined;
  return { method: 'POST', path: chatPath(route.model, request.stream), body: JSON.stringify(body), headers };
}

function readAnswer(
  face: ProviderFace,
  answer: WholeAnswer,
  request: CanonRequest,
): CanonAnswer | Extract<AttemptOutcome<never>, { type: 'failed' }> {
  const body = tryParseJsonExact(answer.body.toString('utf8'));
  if (body === undefined) return { type: 'failed', failure: { type: 'broken', reason: 'truncated' } };
  try {
    return face.parseAnswer(body, request);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { providerBody, providerStatus } = error.options;
    if (providerBody === undefined) return { type: 'failed', failure: { type: 'broken', reason: 'empty' } };
    const status = providerStatus ?? 500;
    return {
      type: 'failed',
      failure: { type: 'answer', status, headers: answer.headers, body: providerBody },
    };
  }
}

/** A failed generation is never a success; a stop without a word is believed the second time. */
function findUnusable(
  answer: CanonAnswer,
  { unusableAnswers, withheldGoesOn }: Route,
): 'failed_generation' | 'empty' | 'withheld' | undefined {
  if (answer.candidates.some(hasFailed)) return 'failed_generation';
  if (withheldGoesOn && answer.candidates.every(({ finish }) => isWithheld(finish))) return 'withheld';
  return unusableAnswers === 0 && answer.candidates.every(isEmptyStop) ? 'empty' : undefined;
}

/** Calls with arguments that are no JSON can be run by nobody; a ceiling that cut them short says so itself. */
function hasFailed({ finish: { kind }, parts }: Candidate): boolean {
  if (kind === 'failed') return true;
  if (kind !== 'stop' && kind !== 'tool-calls') return false;
  return parts.some((part) => part.type === 'tool-call' && !areArguments(part.argumentsJson));
}

function isEmptyStop(candidate: Candidate): boolean {
  return (
    candidate.finish.kind === 'stop' &&
    candidate.parts.every((part) => part.type === 'text' && part.text === '')
  );
}

function rememberSignatures({ gateway, context }: Question, answer: CanonAnswer): void {
  for (const candidate of answer.candidates) {
    for (const part of candidate.parts) {
      if (part.type !== 'tool-call' || part.signature?.vendor !== 'gemini') continue;
      gateway.signatures.remember(context.client.name, part.id, part.signature.value);
    }
  }
}

async function fetchMedia(
  gateway: Gateway,
  context: RequestContext,
  request: CanonRequest,
): Promise<CanonRequest> {
  const abort = new AbortController();
  const forget = context.sink.onGone(() => abort.abort());
  try {
    return await resolveMedia(request, gateway.fetchMedia, abort.signal);
  } finally {
    forget();
  }
}
