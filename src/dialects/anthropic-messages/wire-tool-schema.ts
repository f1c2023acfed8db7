// A tool's JSON Schema as Anthropic takes it: always of type object, without alternatives at its head.
// https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use

import { asArray, asObject, isObject, type JsonObject } from '../../lib/json.ts';

const ALTERNATIVES = ['anyOf', 'oneOf', 'allOf'] as const;

/** The `input_schema`. Alternatives at the head are a 400: the properties of all of them become optional ones. */
export function renderInputSchema(parameters: JsonObject | undefined): JsonObject {
  const schema = parameters ?? {};
  if (!ALTERNATIVES.some((name) => schema[name] !== undefined)) {
    return { ...schema, type: 'object', ...(schema['properties'] === undefined && { properties: {} }) };
  }
  const { anyOf, oneOf, allOf, ...rest } = schema;
  const branches = [anyOf, oneOf, allOf].flatMap((list) => asArray(list)).filter((item) => isObject(item));
  const properties: JsonObject = {};
  for (const branch of branches) Object.assign(properties, asObject(branch['properties']));
  const required = [
    ...asArray(schema['required']),
    ...asArray(allOf).flatMap((branch) => asArray(asObject(branch)?.['required'])),
  ].filter((name) => typeof name === 'string');
  return {
    ...rest,
    type: 'object',
    properties: { ...properties, ...asObject(schema['properties']) },
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}
