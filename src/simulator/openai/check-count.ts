// How many of something OpenAI gives at once. Above that it says 400, and so is nobody's memory filled here.
import type { JsonObject } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { invalidRequest } from './errors.ts';

/** The 400 that `body[name]` deserves, unless it is absent, null or a whole number from `least` to `most`. */
export function checkCount(
  body: JsonObject,
  name: string,
  least: number,
  most: number,
): JsonReply | undefined {
  const count = body[name] ?? least;
  if (typeof count !== 'number' || !Number.isInteger(count)) {
    return invalidRequest(`Invalid type for '${name}': expected an integer.`, name, 'invalid_type');
  }
  if (count < least) {
    return invalidRequest(
      `Invalid '${name}': integer below minimum value. Expected a value >= ${least}, but got ${count} instead.`,
      name,
      'integer_below_min_value',
    );
  }
  if (count <= most) return undefined;
  return invalidRequest(
    `Invalid '${name}': integer above maximum value. Expected a value <= ${most}, but got ${count} instead.`,
    name,
    'integer_above_max_value',
  );
}
