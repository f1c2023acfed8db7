// Canonical response format → `response_format`. https://platform.openai.com/docs/guides/structured-outputs

import type { CanonRequest } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { RenderScene } from './render-scene.ts';

const LEGAL_NAME = /^[a-zA-Z0-9_-]{1,64}$/u;

/** The field, or undefined where plain text is wanted, which is what everybody gets. */
export function renderResponseFormat(request: CanonRequest, scene: RenderScene): JsonObject | undefined {
  const format = request.responseFormat;
  if (format === undefined || format.type === 'text') return undefined;
  if (format.type === 'json') return { type: 'json_object' };
  if (!scene.quirks.jsonSchema) {
    scene.context.loss.add('response_format.json_schema');
    return { type: 'json_object' };
  }
  const { name, description, strict, schema } = format;
  return {
    type: 'json_schema',
    json_schema: {
      name: name !== undefined && LEGAL_NAME.test(name) ? name : 'answer',
      ...(description !== undefined && { description }),
      schema,
      ...(strict !== undefined && { strict }),
    },
  };
}

/**
 * An instruction for services that refuse `json_object` where the conversation never says "json"; undefined where it is
 * not needed. Other dialects ask for JSON by a setting alone.
 */
export function jsonInstruction(
  format: JsonObject | undefined,
  messages: readonly JsonObject[],
  scene: RenderScene,
): JsonObject | undefined {
  if (format?.['type'] !== 'json_object' || !scene.quirks.jsonNeedsWord) return undefined;
  if (messages.some((message) => /json/iu.test(JSON.stringify(message['content'] ?? null)))) return undefined;
  return { role: scene.quirks.systemRole, content: 'Answer with a JSON object.' };
}
