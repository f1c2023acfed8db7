// Sampling, ceilings, format and reasoning → generationConfig. Nothing is sent that the caller did not set.
// https://ai.google.dev/api/generate-content#generationconfig

import type { Loss } from '../../canon/loss.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { asObject, type JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { transcribingModels } from './media-models.ts';
import type { ModelTraits } from './model-traits.ts';
import { renderImageConfig } from './render-image-config.ts';
import { renderResponseFormat } from './render-response-format.ts';
import { renderSpeechConfig } from './render-speech.ts';
import { renderThinking } from './render-thinking.ts';
import { renderTranscriptionConfig } from './render-transcription.ts';

const MOST_STOP_SEQUENCES = 5;
const MOST_LOGPROBS = 20;
const MOST_CANDIDATES = 8;
const INT32 = 2 ** 31;

/** The `generationConfig`; undefined when there is nothing to say. */
export function renderGenerationConfig(
  request: CanonRequest,
  context: RenderRequestContext,
  traits: ModelTraits,
): JsonObject | undefined {
  const { loss } = context;
  const config: JsonObject = {
    ...asObject(request.extras?.gemini?.['generationConfig']),
    ...renderSampling(request, context, traits),
  };
  if (request.maxOutputTokens !== undefined) {
    config['maxOutputTokens'] = Math.min(
      request.maxOutputTokens,
      context.outputTokenLimit ?? Number.POSITIVE_INFINITY,
    );
  }
  const stop = request.stop.filter((sequence) => sequence !== '');
  if (stop.length > MOST_STOP_SEQUENCES) loss.add('stop');
  if (stop.length > 0) config['stopSequences'] = stop.slice(0, MOST_STOP_SEQUENCES);
  const hasFunctions = request.tools.some((tool) => tool.type === 'function');
  if (hasFunctions && !traits.formatWithTools && isJson(request)) loss.add('response_format');
  else Object.assign(config, renderResponseFormat(request.responseFormat));
  const thinking = renderThinking(request.reasoning, traits.thinking, loss);
  if (thinking) config['thinkingConfig'] = thinking;
  const thinks = traits.thinking.type !== 'none' && thinking?.['thinkingBudget'] !== 0;
  Object.assign(config, renderCandidateCount(request, thinks, loss));
  const modalities = request.outputModalities;
  if (modalities?.some((kind) => kind !== 'text')) {
    config['responseModalities'] = modalities.map((kind) => kind.toUpperCase());
  }
  Object.assign(config, renderMediaWishes(request, context));
  return Object.keys(config).length > 0 ? config : undefined;
}

/** What pictures, speech and transcripts are asked to be like. */
function renderMediaWishes(request: CanonRequest, { model, loss }: RenderRequestContext): JsonObject {
  const { image, speech, transcription } = request;
  return {
    ...(image && { imageConfig: renderImageConfig(image, model, loss) }),
    ...(speech && renderSpeechConfig(speech, model, loss)),
    ...(transcription && transcribingModels.test(model) && renderTranscriptionConfig(transcription, loss)),
  };
}

function isJson({ responseFormat }: CanonRequest): boolean {
  return responseFormat !== undefined && responseFormat.type !== 'text';
}

function renderSampling(
  request: CanonRequest,
  { loss }: RenderRequestContext,
  traits: ModelTraits,
): JsonObject {
  const { sampling } = request;
  const config: JsonObject = {};
  if (sampling.temperature !== undefined) config['temperature'] = sampling.temperature;
  if (sampling.topP !== undefined) config['topP'] = sampling.topP;
  if (sampling.topK !== undefined) config['topK'] = sampling.topK;
  if (sampling.seed !== undefined) config['seed'] = Math.trunc(sampling.seed % INT32);
  if (traits.penalties) {
    if (sampling.presencePenalty !== undefined) config['presencePenalty'] = sampling.presencePenalty;
    if (sampling.frequencyPenalty !== undefined) config['frequencyPenalty'] = sampling.frequencyPenalty;
  } else {
    // Zero is what the model does anyway.
    if (sampling.presencePenalty !== undefined && sampling.presencePenalty !== 0)
      loss.add('presence_penalty');
    if (sampling.frequencyPenalty !== undefined && sampling.frequencyPenalty !== 0)
      loss.add('frequency_penalty');
  }
  if (sampling.topLogprobs !== undefined) {
    config['responseLogprobs'] = true;
    if (sampling.topLogprobs > 0) config['logprobs'] = Math.min(sampling.topLogprobs, MOST_LOGPROBS);
  }
  return config;
}

/** Several candidates are a 400 in streams, and of models that think. */
function renderCandidateCount({ sampling, stream }: CanonRequest, thinks: boolean, loss: Loss): JsonObject {
  const count = sampling.candidateCount ?? 1;
  if (count <= 1) return {};
  const allowed = stream || thinks ? 1 : Math.min(count, MOST_CANDIDATES);
  if (allowed < count) loss.add('n');
  return allowed > 1 ? { candidateCount: allowed } : {};
}
