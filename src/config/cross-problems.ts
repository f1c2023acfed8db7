// Mistakes between sections, looked for even when single settings are wrong, so that all are reported at once.

import { asArray, asObject, asString, type JsonObject } from '../lib/json.ts';
import { repeatedClients } from './repeated-clients.ts';
import { resolveTargets } from './resolve-targets.ts';
import { clientSection } from './sections/clients.ts';
import { modelAlias } from './sections/model-alias.ts';
import { settingsSchema } from './settings-schema.ts';

/** One line for each; entries of `raw` that have mistakes of their own are left out. */
export function crossProblems(raw: JsonObject): readonly string[] {
  const aliases = Object.entries(asObject(raw['models']) ?? {}).map(([name, alias]) => {
    const parsed = modelAlias.safeParse(alias);
    return parsed.success ? ([[name, parsed.data]] as const) : [];
  });
  const order = settingsSchema.shape.fallback_order.safeParse(raw['fallback_order']);
  const groups = asArray(raw['groups']).map((group) => asString(asObject(group)?.['name']) ?? '');
  const providers = [...Object.keys(asObject(raw['providers']) ?? {}), ...groups];
  const models = Object.fromEntries(aliases.flat());
  const { problems } = resolveTargets(models, order.success ? order.data : [], providers, false);
  const clients = asArray(raw['clients']).map((client) => clientSection.safeParse(client).data);
  return [...problems, ...repeatedClients(clients)];
}
