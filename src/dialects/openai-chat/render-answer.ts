// Canonical answer → `chat.completion`. https://platform.openai.com/docs/api-reference/chat/object

import type { Candidate, CanonAnswer } from '../../canon/answer.ts';
import type { MediaPart, ReasoningPart, ToolCallPart } from '../../canon/content.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderAnswerContext } from '../dialect.ts';
import { answerId, wireCallId } from './answer-id.ts';
import { clientTraits, type ClientTraits } from './client-traits.ts';
import { finishReason } from './finish-reason.ts';
import {
  audioData,
  customInput,
  renderAnnotation,
  renderImage,
  renderLogprobs,
  renderSignature,
} from './render-parts.ts';
import { needsDetails, renderReasoningDetails } from './reasoning-details.ts';
import { renderUsage } from './render-usage.ts';

/**
 * Renders the answer. Callers turn a `failed` finish into an error first; if one comes here it leaves as
 * `content_filter`, never as a success.
 */
export function renderAnswer(answer: CanonAnswer, context: RenderAnswerContext): JsonObject {
  const traits = clientTraits(context.request);
  const id = answerId(answer.id, context.requestId);
  const rendered: JsonObject = {
    id,
    object: 'chat.completion',
    created: Math.floor(context.nowMs / 1000),
    model: answer.model,
    choices: answer.candidates.map((candidate) => renderChoice(candidate, id, traits)),
  };
  if (answer.usage !== undefined) rendered['usage'] = renderUsage(answer.usage);
  return rendered;
}

function renderChoice(candidate: Candidate, id: string, traits: ClientTraits): JsonObject {
  const message = renderMessage(candidate, id, traits);
  const seen = {
    toolCall: candidate.parts.some((part) => part.type === 'tool-call'),
    refusal: candidate.parts.some((part) => part.type === 'refusal'),
    legacyFunctions: traits.legacyFunctions,
  };
  return {
    index: candidate.index,
    message,
    logprobs: renderLogprobs(candidate.logprobs),
    finish_reason: finishReason(candidate.finish, seen),
  };
}

function renderMessage(candidate: Candidate, id: string, traits: ClientTraits): JsonObject {
  let text = '';
  let hasText = false;
  let reasoning = '';
  let refusal = '';
  let signature: JsonObject | undefined;
  const annotations: JsonObject[] = [];
  const details: ReasoningPart[] = [];
  const calls: ToolCallPart[] = [];
  const media: MediaPart[] = [];
  for (const part of candidate.parts) {
    switch (part.type) {
      case 'text':
        for (const citation of part.citations ?? []) {
          const annotation = renderAnnotation(citation, text.length);
          if (annotation !== undefined) annotations.push(annotation);
        }
        // Raw concatenation: a separator would end up inside code.
        text += part.text;
        hasText ||= part.text !== '';
        signature = renderSignature(part.signature) ?? signature;
        break;
      case 'reasoning':
        if (needsDetails(part)) details.push(part);
        reasoning += part.text;
        signature = renderSignature(part.signature) ?? signature;
        break;
      case 'refusal':
        refusal += part.text;
        break;
      case 'tool-call':
        calls.push(part);
        break;
      case 'media':
        media.push(part);
        break;
      // What the provider's own tools did has no form here; the citations say what came of it.
      case 'server-tool':
      case 'tool-result':
        break;
    }
  }
  const images: JsonObject[] = [];
  for (const part of media) {
    const image = renderImage(part, images.length);
    if (image !== undefined) images.push(image);
  }
  const audio = renderAudio(media, id);
  const speaksOtherwise = calls.length > 0 || refusal !== '' || images.length > 0 || audio !== undefined;
  const message: JsonObject = { role: 'assistant', content: hasText || !speaksOtherwise ? text : null };
  if (reasoning !== '') message['reasoning_content'] = reasoning;
  if (details.length > 0) message['reasoning_details'] = renderReasoningDetails(details);
  message['refusal'] = refusal === '' ? null : refusal;
  if (annotations.length > 0) message['annotations'] = annotations;
  if (images.length > 0) message['images'] = images;
  if (audio !== undefined) message['audio'] = audio;
  addCalls(message, calls, traits);
  if (signature !== undefined) message['extra_content'] = signature;
  return message;
}

function addCalls(message: JsonObject, calls: readonly ToolCallPart[], traits: ClientTraits): void {
  const [first] = calls;
  if (first === undefined) return;
  // The old form has room for one call.
  if (traits.legacyFunctions)
    message['function_call'] = { name: first.name, arguments: first.argumentsJson || '{}' };
  else message['tool_calls'] = calls.map((call) => renderCall(call, traits));
}

function renderCall(call: ToolCallPart, traits: ClientTraits): JsonObject {
  const id = wireCallId(call.id);
  const rendered: JsonObject = traits.customTools.has(call.name)
    ? { id, type: 'custom', custom: { name: call.name, input: customInput(call.argumentsJson) } }
    : { id, type: 'function', function: { name: call.name, arguments: call.argumentsJson || '{}' } };
  const signature = renderSignature(call.signature);
  if (signature !== undefined) rendered['extra_content'] = signature;
  return rendered;
}

/** OpenAI lets its audio be named again for a while; here there is nothing to name, so it has expired already. */
function renderAudio(media: readonly MediaPart[], id: string): JsonObject | undefined {
  const pieces = media.map((part) => audioData(part)).filter((data) => data !== undefined);
  const [first] = pieces;
  if (first === undefined) return undefined;
  const data =
    pieces.length === 1
      ? first
      : Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64'))).toString('base64');
  return { id: `audio_${id}`, data, expires_at: 0, transcript: '' };
}
