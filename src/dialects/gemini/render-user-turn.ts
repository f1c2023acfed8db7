// What the user, the tools and late instructions said → the contents that follow a model turn.

import type { ContentPart, MediaPart, ToolCallPart, ToolResultPart } from '../../canon/content.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { ResultQueue } from '../result-queue.ts';
import { echoedId } from './render-model-turn.ts';
import { renderNamedMedia } from './render-media.ts';
import type { RenderScene } from './render-scene.ts';
import { renderFunctionResponse, resultText } from './render-tool-result.ts';

/**
 * Renders one run of user messages. All results of the calls before it come first, in the order of the calls, in one
 * content: Google counts them, and refuses interleaving. A call without a result gets one that says so.
 */
export function renderUserTurn(
  parts: readonly ContentPart[],
  calls: readonly ToolCallPart[],
  results: ResultQueue,
  scene: RenderScene,
): JsonObject[][] {
  const responses: JsonObject[] = [];
  const besides: JsonObject[] = [];
  for (const call of calls) {
    const result = results.take(call.id);
    if (!result) scene.context.loss.add('tool call without its result');
    const rendered = renderFunctionResponse(call, result, echoedId(call, scene), scene);
    responses.push(rendered.response);
    for (const media of rendered.besides)
      besides.push(...renderNamedMedia(media, scene.traits, scene.context.loss));
  }
  for (const part of parts) {
    if (part.type === 'tool-result' && results.isTaken(part)) continue;
    besides.push(...renderUserPart(part, scene));
  }
  if (responses.length === 0) return besides.length > 0 ? [besides] : [];
  // 2.x counts every part of the content as a response.
  if (scene.traits.mediaInResponses || besides.length === 0) return [[...responses, ...besides]];
  return [responses, besides];
}

function renderUserPart(part: ContentPart, scene: RenderScene): JsonObject[] {
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' ? [] : [{ text: part.text }];
    case 'media':
      return renderNamedMedia(part, scene.traits, scene.context.loss);
    case 'tool-result':
      return renderStray(part, scene);
    default:
      return [];
  }
}

/** A result whose call the conversation no longer holds: as a function response it would be refused. */
function renderStray(part: ToolResultPart, scene: RenderScene): JsonObject[] {
  scene.context.loss.add('tool result without its call');
  const text = resultText(part);
  const media = part.parts.filter((item): item is MediaPart => item.type === 'media');
  return [
    ...(text === '' ? [] : [{ text: `Result of ${part.name ?? 'an earlier tool call'}:\n${text}` }]),
    ...media.flatMap((item) => renderNamedMedia(item, scene.traits, scene.context.loss)),
  ];
}
