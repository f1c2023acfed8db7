// What was said of a key at run time. It lies over what the configuration says; what it does not name stays as configured.

import type { z } from 'zod';
import type { DeepReadonly } from '../config/deep-readonly.ts';
import { flag } from '../config/fields/flag.ts';
import { keyFields } from '../config/sections/provider.ts';
import { section } from '../config/sections/section.ts';
import type { JsonObject, JsonValue } from '../lib/json.ts';
import type { KeySettings } from '../pool/pool.ts';

/** As stored: `disabled` and those of a key's settings that were changed. */
const overlay = section({ ...keyFields, disabled: flag().optional() });

/** A change of some of them: null takes back what was said before. */
export const keyPatch = section({
  name: keyFields.name.nullable(),
  project: keyFields.project.nullable(),
  weight: keyFields.weight.nullable(),
  models: keyFields.models.nullable(),
  limits: keyFields.limits.nullable(),
  enabled: flag().optional(),
});

/** Names no credential: another credential is another key. */
export type KeyPatch = DeepReadonly<z.output<typeof keyPatch>>;

/** The settings in force. */
export function settingsUnder(base: KeySettings, stored: JsonObject): KeySettings {
  const read = overlay.safeParse(stored);
  // Another version may have written it: then the configuration alone holds.
  return read.success ? { ...base, ...read.data } : base;
}

/** The overlay after a change. */
export function applyPatch(stored: JsonObject, { enabled, ...fields }: KeyPatch): JsonObject {
  const next: JsonObject = { ...stored };
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) delete next[name];
    else if (value !== undefined) next[name] = toJson(value);
  }
  if (enabled === false) next['disabled'] = true;
  if (enabled === true) delete next['disabled'];
  return next;
}

function toJson(value: string | number | readonly string[] | object): JsonValue {
  // What a schema has let through is JSON.
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
