// Canonical request → body of generateContent and streamGenerateContent. The same conversation always gives the same
// bytes at its head, so that prompt caches hold.
// https://ai.google.dev/api/generate-content

import type { Message, CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { transcribingModels } from './media-models.ts';
import { geminiTraits } from './model-traits.ts';
import { renderContents } from './render-contents.ts';
import { renderGenerationConfig } from './render-generation-config.ts';
import { renderSpeechContents } from './render-speech.ts';
import { renderTools } from './render-tools.ts';
import { soundAlone } from './render-transcription.ts';

/** A header line that one client puts before its instructions; it differs in each conversation and spoils the cache. */
const BILLING_LINE = 'x-anthropic-billing-header';

/** Fields that only this dialect has, handed through when a caller gave them. */
const OWN_FIELDS = ['safetySettings', 'cachedContent', 'serviceTier', 'store'] as const;

/** Renders the body; what Google cannot be told is named in `context.loss`. */
export function renderGeminiRequest(request: CanonRequest, context: RenderRequestContext): JsonObject {
  const traits = geminiTraits(context.model);
  const scene = { context, traits };
  const system = systemParts(request);
  const turns = traits.systemInstruction ? request.messages : withSystem(request, system);
  const alone = request.transcription !== undefined && transcribingModels.test(context.model);
  const contents =
    request.speech === undefined
      ? renderContents(alone ? soundAlone(turns) : turns, scene)
      : renderSpeechContents(request, request.speech, context.model);
  const own: JsonObject = {};
  for (const name of OWN_FIELDS) {
    const value = request.extras?.gemini?.[name];
    if (value !== undefined && value !== null) own[name] = value;
  }
  const generationConfig = renderGenerationConfig(request, context, traits);
  if (request.userId !== undefined) context.loss.add('user');
  // A cached content holds instructions and tools already; sending them again is a 400.
  const head = own['cachedContent'] === undefined;
  return {
    ...(head && traits.systemInstruction && system.length > 0 && { systemInstruction: { parts: system } }),
    ...(head && renderTools(request, traits, context.loss)),
    contents,
    ...(generationConfig && { generationConfig }),
    ...own,
  };
}

function systemParts(request: CanonRequest): { readonly text: string }[] {
  return request.system
    .filter(({ text }) => text !== '' && !text.startsWith(BILLING_LINE))
    .map(({ text }) => ({ text }));
}

/** For models without a system instruction: what it says becomes the first thing that the user says. */
function withSystem(request: CanonRequest, system: readonly { readonly text: string }[]): readonly Message[] {
  if (system.length === 0) return request.messages;
  const parts = system.map(({ text }) => ({ type: 'text', text }) as const);
  return [{ role: 'user', parts }, ...request.messages];
}
