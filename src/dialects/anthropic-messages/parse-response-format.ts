// `output_config.format`, and the older `output_format`, → canonical response format.

import type { Loss } from '../../canon/loss.ts';
import type { ResponseFormat } from '../../canon/request.ts';
import type { JsonObject } from '../../lib/json.ts';
import { invalidField, readObject } from './field-reader.ts';
import { lostType } from './loss-name.ts';

/** Undefined when the caller wants plain text. Anthropic always enforces the schema, so it is strict. */
export function parseResponseFormat(body: JsonObject, loss: Loss): ResponseFormat | undefined {
  const config = readObject(body, 'output_config', '');
  const nested = config === undefined ? undefined : readObject(config, 'format', 'output_config');
  const path = nested === undefined ? 'output_format' : 'output_config.format';
  const format = nested ?? readObject(body, 'output_format', '');
  if (format === undefined) return undefined;
  if (format['type'] !== 'json_schema') {
    loss.add(lostType(path, format['type']));
    return undefined;
  }
  const schema = readObject(format, 'schema', path);
  if (schema === undefined) throw invalidField(`${path}.schema`, 'field required');
  return { type: 'json-schema', schema, strict: true };
}
