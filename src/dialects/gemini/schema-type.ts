// Which type a schema node says, or means: nodes come without one, with an empty one, or in Google's capitals.

import { asString, isObject, type JsonObject, type JsonValue } from '../../lib/json.ts';

const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

/** The type, or the list of types where several are allowed; undefined when the node leaves it open. */
export function readSchemaType(node: JsonObject): JsonValue | undefined {
  const said = node['type'];
  const list = (Array.isArray(said) ? said : [said]).flatMap((item) => {
    const name = asString(item)?.toLowerCase();
    return name !== undefined && types.has(name) ? [name] : [];
  });
  if (list.length === 0) {
    const meant = meantType(node);
    if (meant !== undefined) list.push(meant);
  }
  if (list.length === 0) return undefined;
  if (node['nullable'] === true && !list.includes('null')) list.push('null');
  const distinct = [...new Set(list)];
  return distinct.length === 1 ? distinct[0] : distinct;
}

function meantType(node: JsonObject): string | undefined {
  if (isObject(node['properties'])) return 'object';
  if (node['items'] !== undefined || node['prefixItems'] !== undefined) return 'array';
  const choices = 'const' in node ? [node['const']] : node['enum'];
  if (!Array.isArray(choices) || choices.length === 0) return undefined;
  const kinds = new Set(choices.map((choice) => typeof choice));
  const [kind] = kinds;
  if (kinds.size !== 1) return undefined;
  if (kind === 'number') return choices.every((choice) => Number.isInteger(choice)) ? 'integer' : 'number';
  return kind === 'string' || kind === 'boolean' ? kind : undefined;
}
