// The wished form of the answer → responseMimeType and responseJsonSchema.
// https://ai.google.dev/gemini-api/docs/structured-output

import type { ResponseFormat } from '../../canon/request.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';
import { translateSchema } from './tool-schema.ts';

/** Fields of generationConfig; none for plain text. */
export function renderResponseFormat(format: ResponseFormat | undefined): JsonObject {
  if (!format) return {};
  switch (format.type) {
    case 'text':
      return {};
    case 'json':
      return { responseMimeType: 'application/json' };
    default: {
      const choices = plainChoices(format.schema);
      if (choices)
        return { responseMimeType: 'text/x.enum', responseSchema: { type: 'STRING', enum: choices } };
      return { responseMimeType: 'application/json', responseJsonSchema: translateSchema(format.schema) };
    }
  }
}

/** The choices when the whole answer is to be one of some words. */
function plainChoices(schema: JsonObject): JsonValue[] | undefined {
  const choices = schema['enum'];
  if (schema['type'] !== 'string' || !Array.isArray(choices) || choices.length === 0) return undefined;
  return choices.every((choice) => typeof choice === 'string' && choice !== '') ? choices : undefined;
}
