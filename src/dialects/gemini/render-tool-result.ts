// One tool result → functionResponse. Its `response` is always an object: Google refuses anything else.
// https://ai.google.dev/api/caching#FunctionResponse

import type { MediaPart, ToolCallPart, ToolResultPart } from '../../canon/content.ts';
import { isObject, tryParseJsonExact, type JsonObject, type JsonValue } from '../../lib/json.ts';
import { renderBlob } from './render-media.ts';
import type { RenderScene } from './render-scene.ts';
import { geminiToolName } from './tool-names.ts';

/** `response` is a whole part, `{functionResponse: {…}}`. */
export interface RenderedResponse {
  readonly response: JsonObject;
  /** Media that the response itself cannot hold. */
  readonly besides: readonly MediaPart[];
}

/** Renders the result of a call; `undefined` stands for one that never came. */
export function renderFunctionResponse(
  call: ToolCallPart,
  result: ToolResultPart | undefined,
  id: string | undefined,
  scene: RenderScene,
): RenderedResponse {
  const blobs: JsonObject[] = [];
  const besides: MediaPart[] = [];
  for (const part of result?.parts ?? []) {
    if (part.type !== 'media') continue;
    const blob = scene.traits.mediaInResponses ? renderBlob(part) : undefined;
    if (blob) blobs.push(blob);
    else besides.push(part);
  }
  const functionResponse: JsonObject = {
    ...(id !== undefined && { id }),
    name: geminiToolName(call.name),
    response: responseObject(result),
    ...(blobs.length > 0 && { parts: blobs }),
  };
  return { response: { functionResponse }, besides };
}

/** The text of a result, its parts joined as they are. */
export function resultText(result: ToolResultPart): string {
  return result.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
}

function responseObject(result: ToolResultPart | undefined): JsonObject {
  if (!result) return { error: 'No result was given for this call.' };
  const text = resultText(result);
  const value = structured(text);
  if (result.isError) return { error: value ?? text };
  return isObject(value) ? value : { result: value ?? text };
}

/** Only objects and arrays are read as JSON: a bare `42` or `true` stays the text that it was. */
function structured(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/u.test(text)) return undefined;
  const value = tryParseJsonExact(text);
  return isObject(value) || Array.isArray(value) ? value : undefined;
}
