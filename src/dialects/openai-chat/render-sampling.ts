// Sampling, ceilings and stop sequences of the canon → their fields. Nothing is set that the caller did not set.

import { createHash } from 'node:crypto';
import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderScene } from './render-scene.ts';

/** What models that reason do not take, `temperature` 1 aside. */
const FIXED = ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty', 'logprobs', 'top_logprobs'];
/** OpenAI refuses a longer id of the end user; other dialects allow several hundred characters. */
const LONGEST_USER = 64;

/** The fields of sampling; those that the model refuses are left out and named as lost. */
export function renderSampling(request: CanonRequest, { quirks, context }: RenderScene): JsonObject {
  const { sampling } = request;
  const fields: JsonObject = {
    ...set('temperature', sampling.temperature),
    ...set('top_p', sampling.topP),
    ...set('top_k', sampling.topK),
    ...set('seed', sampling.seed),
    ...set('presence_penalty', sampling.presencePenalty),
    ...set('frequency_penalty', sampling.frequencyPenalty),
    ...(sampling.topLogprobs !== undefined && { logprobs: true }),
    // Zero asks for the chosen tokens alone, which is what comes without it.
    ...(sampling.topLogprobs ? { top_logprobs: sampling.topLogprobs } : {}),
    ...set('n', sampling.candidateCount),
  };
  const refused = quirks.fixedSamplingModels?.test(context.model) === true ? [...FIXED] : [];
  if (!quirks.topK) refused.push('top_k');
  for (const name of refused) {
    if (fields[name] === undefined) continue;
    if (name !== 'temperature' || fields[name] !== 1) context.loss.add(name);
    delete fields[name];
  }
  return fields;
}

/** Ceiling, stop sequences and the end user. */
export function renderLimits(request: CanonRequest, { quirks, context }: RenderScene): JsonObject {
  const wished = request.maxOutputTokens;
  const ceiling = wished === undefined ? undefined : Math.min(wished, context.outputTokenLimit ?? wished);
  const stop = request.stop.slice(0, quirks.maxStops);
  if (stop.length < request.stop.length) context.loss.add('stop');
  return {
    ...set(quirks.maxTokensField, ceiling),
    ...(stop.length > 0 && { stop }),
    ...(request.userId !== undefined && { user: shortUser(request.userId) }),
  };
}

function shortUser(userId: string): string {
  return userId.length <= LONGEST_USER ? userId : createHash('sha256').update(userId).digest('hex');
}

function set(name: string, value: number | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}
