// Canonical request → body of a Chat Completions request, as one service takes it.
// https://platform.openai.com/docs/api-reference/chat/create

import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { asObject, type JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { takeOpenaiFields } from '../openai-request-fields.ts';
import { isCustomTool } from './parse-tools.ts';
import { renderMessages } from './render-messages.ts';
import { renderReasoning } from './render-reasoning.ts';
import { jsonInstruction, renderResponseFormat } from './render-response-format.ts';
import { renderLimits, renderSampling } from './render-sampling.ts';
import type { RenderScene } from './render-scene.ts';
import { renderTools } from './render-tools.ts';

/** Renders the body; what the service cannot be told is named in `context.loss`. */
export function renderOpenaiRequest(
  request: CanonRequest,
  context: RenderRequestContext,
  quirks: ChatQuirks,
): JsonObject {
  const custom = quirks.customTools ? request.tools.filter(isCustomTool).map((tool) => tool.name) : [];
  const scene: RenderScene = { context, quirks, customTools: new Set(custom) };
  const conversation = renderMessages(request, scene);
  const format = renderResponseFormat(request, scene);
  const instruction = jsonInstruction(format, conversation, scene);
  const own = renderOwnFields(request, scene);
  const body: JsonObject = {
    model: context.model,
    messages: instruction === undefined ? conversation : [instruction, ...conversation],
    ...renderTools(request, scene),
    ...(format !== undefined && { response_format: format }),
    ...renderSampling(request, scene),
    ...renderLimits(request, scene),
    ...renderReasoning(request, scene),
    ...renderModalities(request, scene),
    ...renderPrefill(conversation, request, quirks),
    ...own,
    ...(request.stream && { stream: true }),
    // Asked for whether or not the client wants it: what was used is metered here.
    ...(request.stream && quirks.streamUsage && { stream_options: { include_usage: true } }),
  };
  return applyFieldQuirks(body, quirks, context);
}

/** A conversation that ends in the beginning of the answer: the mark goes onto the message itself, or beside all. */
function renderPrefill(messages: JsonObject[], request: CanonRequest, { prefill }: ChatQuirks): JsonObject {
  const last = messages.at(-1);
  if (last?.['role'] !== 'assistant' || request.messages.at(-1)?.role !== 'assistant') return {};
  if (prefill === 'prefix') last['prefix'] = true;
  return prefill === 'continue-final' ? { add_generation_prompt: false, continue_final_message: true } : {};
}

function renderModalities(request: CanonRequest, { quirks, context }: RenderScene): JsonObject {
  const wanted = request.outputModalities ?? ['text'];
  if (request.image !== undefined) context.loss.add('size');
  // Sound needs a voice and a format, which no other dialect names in a way that could be carried.
  if (wanted.includes('audio')) context.loss.add('modalities.audio');
  if (!wanted.includes('image')) return {};
  if (quirks.imageOutput) return { modalities: wanted.filter((kind) => kind !== 'audio') };
  context.loss.add('modalities.image');
  return {};
}

function applyFieldQuirks(body: JsonObject, quirks: ChatQuirks, context: RenderRequestContext): JsonObject {
  for (const name of quirks.dropped) {
    if (body[name] === undefined) continue;
    context.loss.add(name);
    delete body[name];
  }
  for (const [name, renamed] of Object.entries(quirks.renamed)) {
    if (body[name] === undefined) continue;
    body[renamed] = body[name];
    delete body[name];
  }
  return body;
}

/** Fields that only the caller's own dialect knows are lost, but for those of OpenAI's two that OpenAI takes in both. */
function renderOwnFields(request: CanonRequest, { quirks, context: { loss } }: RenderScene): JsonObject {
  const { 'openai-chat': chat, 'openai-responses': responses, ...foreign } = request.extras ?? {};
  for (const fields of Object.values(foreign)) for (const name of Object.keys(fields)) loss.add(name);
  const own = chat ?? responses;
  if (own === undefined || quirks.openaiFields !== true) return {};
  const verbosity = own['verbosity'] ?? asObject(own['text'])?.['verbosity'];
  if (typeof verbosity !== 'string') return takeOpenaiFields(own, loss);
  loss.remove(chat ? 'verbosity' : 'text.verbosity');
  return { ...takeOpenaiFields(own, loss), verbosity };
}
