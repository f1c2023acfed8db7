// Canonical request → body of a Messages call to Anthropic. The same conversation always gives the same bytes at its head,
// so that prompt caches hold.
// https://platform.claude.com/docs/en/api/messages

import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderRequestContext } from '../dialect.ts';
import { anthropicTraits } from './model-traits.ts';
import { renderMessages } from './render-messages.ts';
import { renderOutputFormat } from './render-output-format.ts';
import { renderSampling, wireMaxTokens } from './render-sampling.ts';
import { renderThinking } from './render-thinking.ts';
import { renderTools } from './render-tools.ts';
import { renderTextBlock } from './render-turn-blocks.ts';

/** Headers that some clients put into the body. */
const NO_FIELDS = new Set(['betas', 'anthropic_version', 'anthropic_beta']);

/** Renders the body; what Anthropic cannot be told is named in `context.loss`. */
export function renderAnthropicRequest(request: CanonRequest, context: RenderRequestContext): JsonObject {
  const traits = anthropicTraits(context.model);
  const scene = { context, traits };
  const maxTokens = wireMaxTokens(request, context, traits);
  const { thinking, effort } = renderThinking(request, scene, maxTokens);
  const thinks = traits.alwaysThinks || (thinking !== undefined && thinking['type'] !== 'disabled');
  const format = renderOutputFormat(request.responseFormat, scene);
  const system = request.system.map(renderTextBlock).filter((block) => block !== undefined);
  const stop = request.stop.filter((sequence) => sequence.trim() !== '');
  if (stop.length < request.stop.length) context.loss.add('stop');
  if (request.outputModalities?.some((kind) => kind !== 'text') === true) context.loss.add('modalities');
  const outputConfig = { ...(effort && { effort }), ...(format && { format }) };
  return {
    ...ownFields(request),
    model: context.model,
    max_tokens: maxTokens,
    ...(system.length > 0 && { system }),
    ...renderTools(request, scene),
    messages: renderMessages(request.messages, scene, traits.prefill && !thinks),
    ...(stop.length > 0 && { stop_sequences: stop }),
    ...renderSampling(request, scene, thinks),
    ...(thinking && { thinking }),
    ...(Object.keys(outputConfig).length > 0 && { output_config: outputConfig }),
    ...(request.userId !== undefined && { metadata: { user_id: request.userId } }),
    ...(request.stream && { stream: true }),
  };
}

/** Fields that only this dialect has, handed through when a caller gave them. */
function ownFields(request: CanonRequest): JsonObject {
  const fields = Object.entries(request.extras?.['anthropic-messages'] ?? {});
  return Object.fromEntries(fields.filter(([name]) => !NO_FIELDS.has(name)));
}
