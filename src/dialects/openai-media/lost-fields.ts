// Names the fields of a request that no target but OpenAI's own endpoint could be given.

import type { Loss } from '../../canon/loss.ts';
import type { JsonObject, JsonValue } from '../../lib/json.ts';

/**
 * Adds to `loss` each field that is not in `carried` and asks for something: not null, and none of `defaults`, which are
 * what everybody gets. Names come from outside: odd ones are not repeated.
 */
export function nameLostFields(
  body: JsonObject,
  carried: ReadonlySet<string>,
  defaults: Readonly<Record<string, readonly JsonValue[]>>,
  loss: Loss,
): void {
  for (const [name, value] of Object.entries(body)) {
    if (carried.has(name) || value === null || value === undefined) continue;
    if (Object.hasOwn(defaults, name) && defaults[name]?.includes(value) === true) continue;
    loss.add(/^[\w.-]{1,64}$/u.test(name) ? name : 'an unknown field');
  }
}
